namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Evidence that may be watched while the recording runs.</summary>
public sealed record OnlineSection
{
    /// <summary>Score.</summary>
    [Key("how a spike's effect is measured. joint: whitened matched filter, the other recorded inputs removed; pairwise: the same, nothing removed; sta: height of the average, with inference.sta.scheme: blocks; both: joint decides, pairwise stands beside it")]
    public OnlineScore Score { get; init; }

    /// <summary>Surrogates.</summary>
    [Key("surrogates of each block; default 99, with a horizon 999", Min = 1, Max = 9999, Limits = "1 to 9999")]
    public int? Surrogates { get; init; }

    /// <summary>Scheme.</summary>
    [Key("how surrogates are made. blocks: intervals permuted within blocks; jitter: bursts and single spikes moved within windows, for trains that burst; auto: each train's own statistics choose")]
    public OnlineScheme Scheme { get; init; }

    /// <summary>Block.</summary>
    [Key("inter-spike intervals in a train's first blocks; later ones grow up to four times as long", Min = 2, Max = 1000, Limits = "2 to 1000")]
    public int Block { get; init; } = 10;

    /// <summary>Alpha.</summary>
    [Key("error level; correction says what it bounds", Min = 0, AboveMin = true, Max = 1, BelowMax = true, Limits = "above 0 and below 1")]
    public double Alpha { get; init; } = 0.05;

    /// <summary>Correction.</summary>
    [Key("what alpha bounds. e-bh: the fraction of false ones among the connections found; family-wise: the chance of any false one; none: the chance for each pair by itself")]
    public OnlineCorrection Correction { get; init; }

    /// <summary>Horizon.</summary>
    [Key("length of recording declared beforehand, which finds more by its end; at most the recording's")]
    public HorizonSetting Horizon { get; init; } = HorizonSetting.None;

    /// <summary>Report every.</summary>
    [Key("recording time from one report to the next, of averages too; a whole number of frames. Default: that of inference.sta", Min = 0, AboveMin = true, Max = 3.6e6, Limits = "at least one frame and at most 1000 h")]
    [Measures(Dimension.Time)]
    public Quantity? ReportEvery { get; init; }

    /// <summary>Minimum amplitude.</summary>
    [Key("connections whose amplitude is certain to be smaller count as absent; 0.1 mV by default, required where samples are not in volts")]
    public AmplitudeSetting? MinimumAmplitude { get; init; }

    /// <summary>Delays.</summary>
    [Key("delays from a spike to the onset of its potential that are considered", Min = 0, Max = 0.1, Limits = "0 to 100 ms", MaxCount = 16)]
    [Measures(Dimension.Time)]
    public IReadOnlyList<Quantity> Delays { get; init; } = [new("0 ms", 0m), new("2 ms", 0.002m), new("4 ms", 0.004m)];

    /// <summary>Decay.</summary>
    [Key("decay time constants of the potential that are considered", Min = 0, AboveMin = true, Max = 1, Limits = "above 0 and at most 1 s", MaxCount = 8)]
    [Measures(Dimension.Time)]
    public IReadOnlyList<Quantity> Decay { get; init; } = [new("20 ms", 0.02m)];

    /// <summary>Rise.</summary>
    [Key("rise time constants of the potential that are considered; each shorter than every decay", Min = 0, AboveMin = true, Max = 1, Limits = "above 0 and at most 1 s", MaxCount = 8)]
    [Measures(Dimension.Time)]
    public IReadOnlyList<Quantity> Rise { get; init; } = [new("8 ms", 0.008m)];
}
