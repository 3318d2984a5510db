using VoltageToWiring.Streaming;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>The statistics of all spike-triggered averages at one frame of the recording: a stable copy.</summary>
public sealed class StaReport : PooledItem<StaReport>
{
    private double[] _heights = [];
    private PairCounts[] _pairs = [];

    /// <summary>Number of presynaptic trains.</summary>
    public int Sources { get; private set; }

    /// <summary>Number of postsynaptic neurons.</summary>
    public int Targets { get; private set; }

    /// <summary>Surrogates of each train.</summary>
    public int Surrogates { get; private set; }

    /// <summary>The recording before this frame went in.</summary>
    public long Frame { get; private set; }

    /// <summary>Whether it is the last report of the run.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>Peak-to-peak heights of a pair in the recording's unit: the real one, then those of the surrogates; NaN where no spike was used.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="target">Index of the neuron.</param>
    public Span<double> Heights(int source, int target)
        => _heights.AsSpan((target * Sources + source) * (1 + Surrogates), 1 + Surrogates);

    /// <summary>Counts of a pair.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="target">Index of the neuron.</param>
    public ref PairCounts Pair(int source, int target) => ref _pairs[target * Sources + source];

    internal void Reset(int sources, int targets, int surrogates, long frame, bool isFinal)
    {
        Sources = sources;
        Targets = targets;
        Surrogates = surrogates;
        Frame = frame;
        IsFinal = isFinal;
        int pairs = checked(sources * targets);
        if (_pairs.Length < pairs)
            _pairs = new PairCounts[pairs];
        if (_heights.Length < pairs * (1 + surrogates))
            _heights = new double[checked(pairs * (1 + surrogates))];
    }
}

/// <summary>Spikes of one pair, and the level of its average.</summary>
/// <param name="SpikesUsed">Spikes whose whole window was averaged.</param>
/// <param name="SpikesInGap">Spikes whose window met missing or invalid frames.</param>
/// <param name="SpikesPending">Spikes whose window is not over.</param>
/// <param name="Level">Mean of the average over its window, in the recording's unit.</param>
/// <param name="SurrogateLevel">The same for the surrogates, averaged over them; NaN without surrogates.</param>
public record struct PairCounts(long SpikesUsed, long SpikesInGap, long SpikesPending, double Level, double SurrogateLevel);
