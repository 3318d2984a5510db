namespace VoltageToWiring.Wire.Messages;

/// <summary>What went wrong between two programs, in one sentence that says what was found and what is allowed.</summary>
/// <param name="code">Which kind of mistake; travels in the error message.</param>
/// <param name="message">The sentence.</param>
/// <param name="cause">What lies behind it, where something does.</param>
public sealed class WireException(WireError code, string message, Exception? cause = null) : IOException(message, cause)
{
    /// <summary>Which kind of mistake.</summary>
    public WireError Code { get; } = code;

    /// <summary>Whether trying again with the same messages can help.</summary>
    public bool IsTransient => Code is WireError.Timeout or WireError.Crowded;
}

/// <summary>Kinds of mistakes; on the wire they are lower-case words with hyphens.</summary>
public enum WireError
{
    /// <summary>The bytes are not a message of this protocol.</summary>
    Format,

    /// <summary>Another version of the protocol.</summary>
    Version,

    /// <summary>The token is missing or wrong.</summary>
    Token,

    /// <summary>A size or a number is beyond a limit.</summary>
    Limit,

    /// <summary>A message at a place where it has no business, or frames out of order.</summary>
    Order,

    /// <summary>The session cannot be taken up where the peer wants to.</summary>
    Session,

    /// <summary>The two sides counted different totals.</summary>
    Totals,

    /// <summary>Another sender has the stream.</summary>
    Busy,

    /// <summary>There are too many connections.</summary>
    Crowded,

    /// <summary>Nothing came for too long.</summary>
    Timeout,

    /// <summary>A newer connection of the same session has taken over.</summary>
    TakenOver,

    /// <summary>The run, or the connection, has ended.</summary>
    Closed,

    /// <summary>Samples have come for long without word that their spikes are complete.</summary>
    SpikesOverdue,

    /// <summary>The run cannot use such a recording.</summary>
    Unsuitable,
}
