namespace VoltageToWiring.Wire.Sending;

/// <summary>What a mock rig does to its messages. All off by default.</summary>
public sealed record FaultOptions
{
    /// <summary>Share of messages not sent, 0 … 1.</summary>
    public double Drop { get; init => field = Share(value, nameof(Drop)); }

    /// <summary>Share of messages sent twice, 0 … 1.</summary>
    public double Duplicate { get; init => field = Share(value, nameof(Duplicate)); }

    /// <summary>Share of messages sent after the one that follows them, 0 … 1.</summary>
    public double Reorder { get; init => field = Share(value, nameof(Reorder)); }

    /// <summary>Longest delay before messages leave, drawn evenly from 0 on.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>How often the connection breaks; null for never.</summary>
    public TimeSpan? DisconnectEvery { get; init; }

    /// <summary>After how many messages the connection breaks, again and again; null for never.</summary>
    public int? DisconnectEveryMessages { get; init; }

    private static double Share(double value, string name)
        => value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "0 to 1 is allowed.");
}
