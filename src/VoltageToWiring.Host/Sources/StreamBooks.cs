namespace VoltageToWiring.Host.Sources;

/// <summary>What a recording that was received says of how it came.</summary>
public sealed record StreamBooks
{
    /// <summary>Frames that will never come.</summary>
    public required long GapFrames { get; init; }

    /// <summary>Samples that failed, each of one frame and target.</summary>
    public required long MissingSamples { get; init; }

    /// <summary>Frames of which some samples never came, because a message was lost that nobody sends again; null where messages are sent again.</summary>
    public long? IncompleteFrames { get; init; }

    /// <summary>Messages that were lost for good; null where messages are sent again.</summary>
    public long? LostMessages { get; init; }

    /// <summary>Messages accepted.</summary>
    public long Messages { get; init; }

    /// <summary>Messages that were there already, and were discarded.</summary>
    public long Duplicates { get; init; }

    /// <summary>Messages that came before one with a smaller number.</summary>
    public long Reordered { get; init; }

    /// <summary>How often missing messages were asked for again.</summary>
    public long ResendRequests { get; init; }

    /// <summary>Connections that the sender made.</summary>
    public int Connections { get; init; }

    /// <summary>Connections that were sent away.</summary>
    public long Refused { get; init; }
}
