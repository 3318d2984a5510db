namespace VoltageToWiring.Streaming.Links;

/// <summary>What happens to a batch that meets a full link.</summary>
public enum WhenFull
{
    /// <summary>The writer waits: back-pressure. Nothing is lost.</summary>
    Wait,

    /// <summary>The oldest batch in the link is discarded and counted. For live sources that cannot wait.</summary>
    DropOldest,

    /// <summary>The batch that would enter is discarded and counted. For live sources that cannot wait.</summary>
    DropNewest,
}

/// <summary>Size and policy of a link.</summary>
public sealed record LinkOptions
{
    private readonly int _capacity = 64;

    /// <summary>
    /// Batches that may wait in the link, 1 … 1,048,576. Default 64. More smooths hiccups and adds latency and memory when the reader is
    /// the slower side.
    /// </summary>
    public int Capacity
    {
        get => _capacity;
        init => _capacity = value is >= 1 and <= 1 << 20
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Capacity), value, "A link holds 1 to 1,048,576 batches.");
    }

    /// <summary>What happens when it is full. Default: the writer waits.</summary>
    public WhenFull WhenFull { get; init; }
}
