namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>A live recording that another program sends.</summary>
public sealed record ListenSection : StreamSection
{
    /// <summary>TCP.</summary>
    [Key("address and port to listen on, for the wire protocol over TCP")]
    public EndPointSetting? Tcp { get; init; }

    /// <summary>ZeroMQ.</summary>
    [Key("address and port where messages of the wire protocol are pulled over ZeroMQ; answers go out at the next port")]
    public EndPointSetting? Zeromq { get; init; }

    /// <summary>Open Ephys.</summary>
    [Key("where the ZMQ Interface of Open Ephys publishes; its data port")]
    public PublisherSetting? OpenEphys { get; init; }

    /// <summary>Channels of Open Ephys.</summary>
    [Key("with open_ephys: the channels that are taken, by their numbers within the stream, in the order of targets")]
    public ChannelsSetting Channels { get; init; } = ChannelsSetting.All;

    /// <summary>Sorted units of Open Ephys.</summary>
    [Key("with open_ephys: the sorted units whose spikes are taken, in the order of sources. Without them: spikes: detect")]
    public SpikeSourcesSetting SpikeSources { get; init; } = SpikeSourcesSetting.None;

    /// <summary>Wait for spikes of Open Ephys.</summary>
    [Key("with open_ephys: how long after the samples of its time a spike may come; inference waits as long, and later ones are not used", Min = 0, Max = 60, Limits = "0 to 1 min, and at most max_spike_delay")]
    [Measures(Dimension.Time)]
    public Quantity SpikeWait { get; init; } = new("100 ms", 0.1m);

    /// <summary>Silence of Open Ephys.</summary>
    [Key("with open_ephys: after how much silence the recording is over", Min = 0.1, Max = 86400, Limits = "100 ms to 24 h")]
    [Measures(Dimension.Time)]
    public Quantity Silence { get; init; } = new("5 s", 5m);

    /// <summary>Token.</summary>
    [Key("the secret that a sender has to say; required where other machines are let in, of at least 16 characters there")]
    public TokenSetting Token { get; init; } = TokenSetting.None;

    /// <summary>Stream.</summary>
    [Key("name of the recording that is taken. Default: the first that comes")]
    public string? Stream { get; init; }

    /// <summary>Longest delay of spikes.</summary>
    [Key("how far samples may be ahead of word that their spikes are complete; beyond it the run fails", Min = 0, AboveMin = true, Max = 3600, Limits = "above 0 and at most 1 h")]
    [Measures(Dimension.Time)]
    public Quantity MaxSpikeDelay { get; init; } = new("1 s", 1m);

    /// <summary>Timeout.</summary>
    [Key("how long a sender that broke off is waited for before the run fails", Min = 0.1, Max = 86400, Limits = "100 ms to 24 h")]
    [Measures(Dimension.Time)]
    public Quantity Timeout { get; init; } = new("60 s", 60m);
}
