using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Receiving;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>Where the ZMQ Interface of Open Ephys publishes, and what is taken of it.</summary>
public sealed record OpenEphysOptions
{
    /// <summary>Name or address of the machine. Default 127.0.0.1.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Data port of the plugin. Default 5556. Signs of life go to the next port.</summary>
    public int Port { get; init; } = 5556;

    /// <summary>Name of the data stream. Default null: that of the first data that come.</summary>
    public string? Stream { get; init; }

    /// <summary>The channels that are taken, by their numbers within the stream, in the order of targets. Default null: all that are sent.</summary>
    public IReadOnlyList<int>? Channels { get; init; }

    /// <summary>The sorted units whose spikes are taken, in the order of sources. Default none.</summary>
    public IReadOnlyList<OpenEphysUnit> Units { get; init; } = [];

    /// <summary>How long after the samples of its time a spike may still come, as time of the recording. Default 100 ms.</summary>
    public TimeSpan SpikeWait { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>After how much silence the recording is over. Default 5 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Unit of the samples where <see cref="Correction"/> has none. Default µV, which is what headstages are recorded in.</summary>
    public string Unit { get; init; } = "µV";

    /// <summary>What is set right before inference.</summary>
    public StreamCorrection Correction { get; init; } = new();

    /// <summary>How much may be asked for. Of these targets, bytes, messages that wait, held spikes and gaps count.</summary>
    public WireLimits Limits { get; init; } = new();

    /// <summary>
    /// Asked about a recording that could be taken, as inference would meet it: null where it is wanted, or a sentence that says why not. The
    /// wait goes on then. Default null: all are wanted.
    /// </summary>
    public Func<RecordingInfo, string?>? WhyNot { get; init; }

    /// <summary>Called with sentences about what was refused, each once in a row. Default null. It must return at once.</summary>
    public Action<string>? OnRefused { get; init; }
}

/// <summary>A sorted unit.</summary>
/// <param name="Electrode">Name of its electrode.</param>
/// <param name="SortedId">Its number there; null for all spikes of the electrode.</param>
public sealed record OpenEphysUnit(string Electrode, long? SortedId)
{
    /// <summary>Whether a spike is its own.</summary>
    public bool Has(string electrode, long sortedId) => electrode == Electrode && (SortedId ?? sortedId) == sortedId;
}
