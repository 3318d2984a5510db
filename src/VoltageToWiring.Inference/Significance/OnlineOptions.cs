namespace VoltageToWiring.Inference.Significance;

/// <summary>How connections are tested while the recording runs.</summary>
public sealed record OnlineOptions
{
    private readonly double _alpha = 0.05;
    private readonly int _surrogates = 99;
    private readonly int _block = 10;

    /// <summary>The scores, the deciding one first. Default: joint.</summary>
    public IReadOnlyList<ConnectionScore> Scores { get; init; } = [ConnectionScore.Joint];

    /// <summary>Surrogates of each block, at least 1. Default 99. More cost in proportion and gain little.</summary>
    public int Surrogates
    {
        get => _surrogates;
        init => _surrogates = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Surrogates), value, "There is at least one surrogate.");
    }

    /// <summary>How surrogates are made; null, the default, lets each train's own statistics choose.</summary>
    public SurrogateScheme? Scheme { get; init; }

    /// <summary>Inter-spike intervals in a train's first blocks, at least 2; later ones grow up to four times as long. Default 10.</summary>
    public int BlockIntervals
    {
        get => _block;
        init => _block = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(BlockIntervals), value, "A block permutes at least two intervals.");
    }

    /// <summary>Error level, in (0, 1). Default 0.05. What it bounds is said by <see cref="Correction"/>.</summary>
    public double Alpha
    {
        get => _alpha;
        init => _alpha = value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Alpha), value, "The error level lies between 0 and 1.");
    }

    /// <summary>What the error level bounds. Default: the false discovery rate.</summary>
    public MultiplicityCorrection Correction { get; init; } = MultiplicityCorrection.EBenjaminiHochberg;

    /// <summary>Preset length of the recording, s; null, the default, where it may end at any time.</summary>
    public double? HorizonSeconds { get; init; }

    /// <summary>Connections whose amplitude is certain to be smaller are absent, in the recording's unit. Default 0.1 mV.</summary>
    public double MinimumAmplitude { get; init; } = 1e-4;

    /// <summary>Delays from a spike to the onset of its potential that are considered, s. Default 0, 2 and 4 ms.</summary>
    public IReadOnlyList<double> DelaysSeconds { get; init; } = [0, 0.002, 0.004];

    /// <summary>Decay time constants of the potential that are considered, s. Default 20 ms.</summary>
    public IReadOnlyList<double> DecaysSeconds { get; init; } = [0.020];

    /// <summary>Rise time constants of the potential that are considered, s; each shorter than every decay. Default 8 ms.</summary>
    public IReadOnlyList<double> RisesSeconds { get; init; } = [0.008];

    /// <summary>Threads that share the work, at least 1, the default. Never changes a result.</summary>
    public int Workers { get; init; } = 1;
}

/// <summary>What the error level bounds.</summary>
public enum MultiplicityCorrection
{
    /// <summary>The expected fraction of false ones among all connections found (e-BH).</summary>
    EBenjaminiHochberg,

    /// <summary>The chance of any false connection at all.</summary>
    FamilyWise,

    /// <summary>The chance for each pair by itself.</summary>
    None,
}
