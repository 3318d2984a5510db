namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>A pipeline file: everything that defines a run.</summary>
public sealed record PipelineFile
{
    /// <summary>Name of the pipeline.</summary>
    [Key("name of the pipeline; the default results folder begins with it")]
    public string Name { get; init; } = "pipeline";

    /// <summary>Seed.</summary>
    [Key("all randomness follows from it; 0 to 2^64 − 1, with random: numpy to 2^32 − 1")]
    public ulong Seed { get; init; }

    /// <summary>Random numbers.</summary>
    [Key("streams: independent named streams; numpy: NumPy's legacy generator in the reference's order of draws, with float64 samples")]
    public RandomMode Random { get; init; }

    /// <summary>Source.</summary>
    [Key("where the recording comes from")]
    public required SourceSection Source { get; init; }

    /// <summary>Traces.</summary>
    [Key("what is done to the traces before anything is inferred from them")]
    public TracesSection Traces { get; init; } = new();

    /// <summary>Spikes.</summary>
    [Key("from-source: spike trains come with the traces; detect: those of every trace are found in it, so that every recorded neuron is a source and a target")]
    public SpikesSetting Spikes { get; init; }

    /// <summary>Detection.</summary>
    [Key("how spikes are found, with spikes: detect")]
    public DetectionSection Detection { get; init; } = new();

    /// <summary>Pace.</summary>
    [Key("how fast a simulated recording runs")]
    public PaceSetting Pace { get; init; } = PaceSetting.Max;

    /// <summary>Batch.</summary>
    [Key("recording time in a batch; a whole number of timesteps", Min = 0, AboveMin = true, Max = 60, Limits = "above 0 and at most 1 min")]
    [Measures(Dimension.Time)]
    public Quantity Batch { get; init; } = new("10 ms", 0.01m);

    /// <summary>Workers.</summary>
    [Key("threads that share the work of inference; never changes a result")]
    public WorkersSetting Workers { get; init; } = WorkersSetting.Auto;

    /// <summary>Links.</summary>
    [Key("the bounded queues between stages")]
    public LinksSection Links { get; init; } = new();

    /// <summary>Inference.</summary>
    [Key("what is inferred from the recording")]
    public InferenceSection Inference { get; init; } = new();

    /// <summary>Until.</summary>
    [Key("when to stop")]
    public UntilSetting Until { get; init; } = UntilSetting.End;

    /// <summary>Report.</summary>
    [Key("what a run writes for a reader: html, a page with figures, report.html; none, nothing. v2w report writes it at any time")]
    public ReportSetting Report { get; init; }

    /// <summary>Publication.</summary>
    [Key("where estimates go out to other programs as they come; a run never waits for them", OrNone = true)]
    public PublishSection? Publish { get; init; }
}

/// <summary>What is written for a reader.</summary>
public enum ReportSetting
{
    /// <summary>A page with figures.</summary>
    Html,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>Which random numbers.</summary>
public enum RandomMode
{
    /// <summary>Independent named streams.</summary>
    Streams,

    /// <summary>NumPy's legacy generator.</summary>
    Numpy,
}

/// <summary>Where the recording comes from: one of its keys.</summary>
public sealed record SourceSection
{
    /// <summary>A simulation.</summary>
    [Key("a simulated recording")]
    public SimulateSection? Simulate { get; init; }

    /// <summary>A live recording.</summary>
    [Key("a live recording that another program sends")]
    public ListenSection? Listen { get; init; }

    /// <summary>A file.</summary>
    [Key("a recording in a file")]
    public FileSection? File { get; init; }

    /// <summary>Somebody's own code.</summary>
    [Key("a recording that a C# program plugs in; v2w cannot run it by itself")]
    public PlugInSection? PlugIn { get; init; }
}

/// <summary>A recording in a file, and what the file does not say of itself.</summary>
public sealed record FileSection : StreamSection
{
    /// <summary>The file.</summary>
    [Key("the file: .v2wlog, .nwb, .npz, .npy, .csv or, with movie, .tif, relative to the pipeline file")]
    public required string Path { get; init; }

    /// <summary>Frame rate.</summary>
    [Key("rate of the frames, where the file states none; where it states one, the same", Min = 1e-6, Max = 1e9, Limits = "1 uHz to 1 GHz")]
    [Measures(Dimension.Frequency)]
    public Quantity? FrameRate { get; init; }

    /// <summary>Series.</summary>
    [Key("path of the series inside an NWB file, where there are several")]
    public string? Series { get; init; }

    /// <summary>Spikes outside of the recording.</summary>
    [Key("spikes of an NWB file before the first frame or after the last")]
    public SpikesOutside SpikesOutside { get; init; }
}

/// <summary>What happens to spikes outside of a recording.</summary>
public enum SpikesOutside
{
    /// <summary>They are an error.</summary>
    Refuse,

    /// <summary>They are left out.</summary>
    LeaveOut,
}

/// <summary>A simulated recording.</summary>
public sealed record SimulateSection
{
    /// <summary>Duration.</summary>
    [Key("length of the recording; a whole number of frames", Min = 0, AboveMin = true, Max = 3.6e6, Limits = "above 0 and at most 1000 h")]
    [Measures(Dimension.Time)]
    public Quantity Duration { get; init; } = new("10 min", 600m);

    /// <summary>Timestep; null for steps per second.</summary>
    [Key("Euler step of synapses and neurons, and period of the spike clock", Min = 1e-6, Max = 0.1, Limits = "1 us to 100 ms")]
    [Measures(Dimension.Time)]
    public Quantity? Timestep { get; init; }

    /// <summary>Steps per second in place of the timestep; null for the timestep.</summary>
    [Key("steps per second, in place of timestep where that has no end as a decimal number, such as 30 kHz", Min = 10, Max = 1e6, Limits = "10 Hz to 1 MHz")]
    [Measures(Dimension.Frequency)]
    public Quantity? StepRate { get; init; }

    /// <summary>Targets.</summary>
    [Key("postsynaptic neurons", Min = 1, Max = 100_000, Limits = "1 to 100000")]
    public int Targets { get; init; } = 1;

    /// <summary>Trains.</summary>
    [Key("presynaptic spike trains")]
    public TrainsSection Trains { get; init; } = new();

    /// <summary>Network.</summary>
    [Key("a recurrent network, in place of trains, targets and wiring", OrNone = true)]
    public NetworkSection? Network { get; init; }

    /// <summary>Wiring.</summary>
    [Key("who is connected to whom")]
    public WiringSetting Wiring { get; init; } = WiringSetting.First;

    /// <summary>Synapses.</summary>
    [Key("the synapses")]
    public SynapsesSection Synapses { get; init; } = new();

    /// <summary>Neuron.</summary>
    [Key("the postsynaptic neurons: a preset's name, or a map of parameters")]
    public NeuronSection Neuron { get; init; } = new();

    /// <summary>Imaging.</summary>
    [Key("the camera")]
    public ImagingSection Imaging { get; init; } = new();

    /// <summary>Spike errors.</summary>
    [Key("how recorded trains differ from the true ones", OrNone = true)]
    public SpikeErrorsSection? SpikeErrors { get; init; }
}

/// <summary>Presynaptic spike trains.</summary>
public sealed record TrainsSection
{
    /// <summary>Count.</summary>
    [Key("number of trains", Min = 1, Max = 100_000, Limits = "1 to 100000")]
    public int Count { get; init; } = 30;

    /// <summary>Rate.</summary>
    [Key("mean rate of every train, 20 Hz by default; instead of rates or file", Min = 0, AboveMin = true, Max = 1e6, Limits = "above 0 and at most one spike per timestep")]
    [Measures(Dimension.Frequency)]
    public Quantity? Rate { get; init; }

    /// <summary>Rates.</summary>
    [Key("a rate for each train, or { lognormal: … }; instead of rate or file")]
    public RatesSection? Rates { get; init; }

    /// <summary>File.</summary>
    [Key("explicit spike times: .csv with the columns train,time_s, or .npy with two columns (train, time in s); instead of rate or rates")]
    public string? File { get; init; }

    /// <summary>Process.</summary>
    [Key("how spikes follow each other")]
    public SpikeProcessSetting Process { get; init; } = SpikeProcessSetting.Poisson;

    /// <summary>Modulation.</summary>
    [Key("how the rates of all trains go up and down together; a gamma or bursting train, too, runs faster and slower with it", OrNone = true)]
    public ModulationSection? Modulation { get; init; }

    /// <summary>Copies.</summary>
    [Key("further trains that share spikes with one of those drawn: unconnected, of its kind and mean rate, numbered after them", OrNone = true)]
    public CopiesSection? Copies { get; init; }

    /// <summary>Unrecorded.</summary>
    [Key("fraction of all trains that drive the targets but are not in the recording, drawn at random, rounded half to even; at least one stays", Min = 0, Max = 1, BelowMax = true, Limits = "0 to below 1")]
    public double Unrecorded { get; init; }

    /// <summary>Inhibitory.</summary>
    [Key("fraction of the trains that is inhibitory, rounded half to even; these come first", Min = 0, Max = 1, Limits = "0 to 1")]
    public double Inhibitory { get; init; } = 0.2;

    /// <summary>Connected.</summary>
    [Key("fraction of the trains of each kind that is connected to a target, rounded half to even", Min = 0, Max = 1, Limits = "0 to 1")]
    public double Connected { get; init; } = 0.7;
}

/// <summary>Log-normal rates.</summary>
public sealed record LogNormalSection
{
    /// <summary>Mean.</summary>
    [Key("mean of the rates themselves", Min = 0, AboveMin = true, Max = 1e6, Limits = "above 0 and at most one spike per timestep")]
    [Measures(Dimension.Frequency)]
    public required Quantity Mean { get; init; }

    /// <summary>Sigma.</summary>
    [Key("standard deviation of ln(rate)", Min = 0, Max = 5, Limits = "0 to 5")]
    public required double Sigma { get; init; }
}

/// <summary>The synapses.</summary>
public sealed record SynapsesSection
{
    private static readonly SynapseClassSection DefaultExcitatory = new() { Strength = new("0.4 nS", 0.4e-9m), Reversal = new("0 mV", 0m) };
    private static readonly SynapseClassSection DefaultInhibitory = new() { Strength = new("1.6 nS", 1.6e-9m), Reversal = new("-65 mV", -0.065m) };

    /// <summary>Decay.</summary>
    [Key("decay time constant of the conductance", Min = 0, AboveMin = true, Max = 10, Limits = "above 0 and at most 10 s")]
    [Measures(Dimension.Time)]
    public Quantity Decay { get; init; } = new("7 ms", 0.007m);

    /// <summary>Delay.</summary>
    [Key("from a spike to its arrival; a whole number of timesteps", Min = 0, Max = 1, Limits = "0 to 1 s")]
    [Measures(Dimension.Time)]
    public Quantity Delay { get; init; } = new("0 ms", 0m);

    /// <summary>Output rate.</summary>
    [Key("mean rate at which every target fires: all strengths onto it are multiplied by what that takes. Default: strengths are as they are written", Min = 0, AboveMin = true, Max = 1000, Limits = "above 0 and at most 1 kHz")]
    [Measures(Dimension.Frequency)]
    public Quantity? OutputRate { get; init; }

    /// <summary>Excitatory.</summary>
    [Key("synapses of excitatory trains")]
    public SynapseClassSection Excitatory
    {
        get;
        init => field = value with { Strength = value.Strength ?? DefaultExcitatory.Strength, Reversal = value.Reversal ?? DefaultExcitatory.Reversal };
    } = DefaultExcitatory;

    /// <summary>Inhibitory.</summary>
    [Key("synapses of inhibitory trains")]
    public SynapseClassSection Inhibitory
    {
        get;
        init => field = value with { Strength = value.Strength ?? DefaultInhibitory.Strength, Reversal = value.Reversal ?? DefaultInhibitory.Reversal };
    } = DefaultInhibitory;
}

/// <summary>One kind of synapse.</summary>
public sealed record SynapseClassSection
{
    /// <summary>Strength.</summary>
    [Key("jump of conductance at a spike; default 0.4 nS excitatory, 1.6 nS inhibitory", Min = 0, Max = 1e-3, Limits = "0 to 1000 uS")]
    [Measures(Dimension.Conductance)]
    public Quantity? Strength { get; init; }

    /// <summary>Reversal.</summary>
    [Key("reversal potential; default 0 mV excitatory, -65 mV inhibitory", Min = -1, Max = 1, Limits = "-1 V to 1 V")]
    [Measures(Dimension.Voltage)]
    public Quantity? Reversal { get; init; }

    /// <summary>Decay.</summary>
    [Key("decay of this kind where it differs from synapses.decay", Min = 0, AboveMin = true, Max = 10, Limits = "above 0 and at most 10 s")]
    [Measures(Dimension.Time)]
    public Quantity? Decay { get; init; }
}

/// <summary>The camera.</summary>
public sealed record ImagingSection
{
    /// <summary>Spike SNR.</summary>
    [Key("height of a spike over the noise of one frame", Min = 0, AboveMin = true, Max = 1e9, Limits = "above 0 and at most 1e9")]
    public double SpikeSnr { get; init; } = 20;

    /// <summary>Frame rate.</summary>
    [Key("frames per second; the step rate divided by a whole number. Default: a frame for each step", Min = 1e-3, Max = 1e6, Limits = "1 mHz to the step rate")]
    [Measures(Dimension.Frequency)]
    public Quantity? FrameRate { get; init; }

    /// <summary>NaN.</summary>
    [Key("fraction of the samples, each of one frame and target, that are NaN", Name = "nan", Min = 0, Max = 1, BelowMax = true, Limits = "0 to below 1")]
    public double InvalidFraction { get; init; }

    /// <summary>Indicator.</summary>
    [Key("kinetics of the indicator: the voltage through two low-passes. Default none: it follows at once", OrNone = true)]
    public IndicatorSection? Indicator { get; init; }

    /// <summary>Bleaching.</summary>
    [Key("loss of light: baseline and spikes fall with it", OrNone = true)]
    public BleachingSection? Bleaching { get; init; }

    /// <summary>Contrast.</summary>
    [Key("fraction by which a spike brightens the indicator over its light at rest; with bleaching or shot noise it says how much light there is", Min = 0, AboveMin = true, Max = 100, Limits = "above 0 and at most 100")]
    public double Contrast { get; init; } = 0.1;

    /// <summary>Noise.</summary>
    [Key("white: the same in every frame; shot: with the square root of the light, as much as white at rest at the start")]
    public NoiseSetting Noise { get; init; }

    /// <summary>Drift.</summary>
    [Key("a baseline that wanders", OrNone = true)]
    public DriftSection? Drift { get; init; }

    /// <summary>Jitter.</summary>
    [Key("standard deviation of when exposures end, on average twice as much before their time; at most a quarter of a frame", Min = 0, Max = 1, Limits = "0 to a quarter of a frame")]
    [Measures(Dimension.Time)]
    public Quantity Jitter { get; init; } = new("0 ms", 0m);

    /// <summary>Polarity.</summary>
    [Key("positive: depolarization raises the samples; negative: it lowers them, and they are turned over before anything is inferred")]
    public IndicatorPolarity Polarity { get; init; }

    /// <summary>Gaps.</summary>
    [Key("times whose frames never leave the camera; spikes are recorded meanwhile")]
    public GapsSetting Gaps { get; init; } = GapsSetting.None;
}

/// <summary>The bounded queues between stages.</summary>
public sealed record LinksSection
{
    /// <summary>Capacity.</summary>
    [Key("batches that may wait in a link", Min = 1, Max = 1 << 20, Limits = "1 to 1048576")]
    public int Capacity { get; init; } = 64;

    /// <summary>When full.</summary>
    [Key("what happens to frames that meet a full link at the entrance of inference; every other link waits")]
    public WhenFullSetting WhenFull { get; init; }

    /// <summary>Between.</summary>
    [Key("which stages run as tasks of their own, behind a link")]
    public LinkPlacesSetting Between { get; init; } = LinkPlacesSetting.All;
}

/// <summary>What happens when a link is full.</summary>
public enum WhenFullSetting
{
    /// <summary>The writer waits.</summary>
    Wait,

    /// <summary>The oldest batch is dropped and counted.</summary>
    DropOldest,

    /// <summary>The newest batch is dropped and counted.</summary>
    DropNewest,
}

/// <summary>What is inferred.</summary>
public sealed record InferenceSection
{
    /// <summary>Spike-triggered averages.</summary>
    [Key("spike-triggered averages and their one-look test")]
    public StaSection Sta { get; init; } = new();

    /// <summary>Online inference; null for none.</summary>
    [Key("evidence of connections that may be watched while the recording runs: none, the default, or a map", OrNone = true)]
    public OnlineSection? Online { get; init; }
}

/// <summary>Spike-triggered averages.</summary>
public sealed record StaSection
{
    /// <summary>Window.</summary>
    [Key("time after a spike that is averaged; a whole number of frames", Min = 0, AboveMin = true, Max = 60, Limits = "above 0 and shorter than the recording")]
    [Measures(Dimension.Time)]
    public Quantity Window { get; init; } = new("100 ms", 0.1m);

    /// <summary>Surrogates.</summary>
    [Key("surrogate trains for each train", Min = 1, Max = 100_000, Limits = "1 to 100000")]
    public int Surrogates { get; init; } = 100;

    /// <summary>Scheme.</summary>
    [Key("whole-train: intervals of the whole train permuted, as the reference does, only where all trains are known beforehand; blocks: intervals permuted within blocks, as the recording goes; none: averages without a test. Default whole-train in a simulation, otherwise blocks")]
    public StaScheme? Scheme { get; init; }

    /// <summary>Report every.</summary>
    [Key("recording time from one report to the next; a whole number of frames. Default 1 s, or that of inference.online", Min = 0, AboveMin = true, Max = 3.6e6, Limits = "at least one frame and at most 1000 h")]
    [Measures(Dimension.Time)]
    public Quantity? ReportEvery { get; init; }
}

/// <summary>How surrogates are made.</summary>
public enum StaScheme
{
    /// <summary>Permutation of all intervals of a train.</summary>
    WholeTrain,

    /// <summary>Permutation of intervals within blocks.</summary>
    Blocks,

    /// <summary>No surrogates.</summary>
    None,
}
