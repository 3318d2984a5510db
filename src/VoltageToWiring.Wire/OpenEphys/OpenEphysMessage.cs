namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>Kinds of messages of the interface.</summary>
internal enum OpenEphysKind
{
    /// <summary>Samples of one channel.</summary>
    Data,

    /// <summary>A spike of a sorted unit.</summary>
    Spike,

    /// <summary>A TTL event, or something of later versions: it has a number, and nothing that matters here.</summary>
    Other,
}

/// <summary>What the header of a message says.</summary>
internal sealed record OpenEphysMessage
{
    /// <summary>What it is.</summary>
    public required OpenEphysKind Kind { get; init; }

    /// <summary>Its number: all messages of an acquisition, of whatever kind, from 1 on.</summary>
    public required long Number { get; init; }

    /// <summary>Name of the data stream.</summary>
    public string Stream { get; init; } = "";

    /// <summary>Index of the channel within the stream; of data.</summary>
    public int Channel { get; init; }

    /// <summary>Number of samples; of data.</summary>
    public int Samples { get; init; }

    /// <summary>Index of the first sample, or of the peak of a spike, since the acquisition began.</summary>
    public long SampleNumber { get; init; }

    /// <summary>Samples per second; of data.</summary>
    public double SampleRate { get; init; }

    /// <summary>Name of the electrode; of spikes.</summary>
    public string Electrode { get; init; } = "";

    /// <summary>Number of the sorted unit on its electrode, 0 for none; of spikes.</summary>
    public long SortedId { get; init; }
}
