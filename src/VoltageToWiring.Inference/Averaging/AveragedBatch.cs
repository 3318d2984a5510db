using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>
/// What averaging hands on: frames averaged for scoring, with their spikes, and, where it is a report, the statistics of all spike-triggered
/// averages at one frame of the recording. A stable copy.
/// </summary>
public sealed class AveragedBatch : PooledItem<AveragedBatch>
{
    private float[] _samples = [];
    private int _sampleCount;
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

    /// <summary>Whether it carries statistics; otherwise it only brings frames.</summary>
    public bool IsReport { get; private set; }

    /// <summary>Whether it is the last report of the run.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>Index of the first frame for scoring.</summary>
    public long FirstAnalysisFrame { get; private set; }

    /// <summary>Frames × targets, time-major; NaN where a frame is missing. Empty where nothing is scored.</summary>
    public ReadOnlySpan<float> AnalysisSamples => _samples.AsSpan(0, _sampleCount);

    /// <summary>The spikes of those frames, ascending by tick and, at one tick, by source.</summary>
    public SpikeList AnalysisSpikes { get; } = new();

    /// <summary>Peak-to-peak heights of a pair in the recording's unit: the real one, then those of the surrogates; NaN where no spike was used.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="target">Index of the neuron.</param>
    public Span<double> Heights(int source, int target)
        => _heights.AsSpan((target * Sources + source) * (1 + Surrogates), 1 + Surrogates);

    /// <summary>Counts of a pair.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="target">Index of the neuron.</param>
    public ref PairCounts Pair(int source, int target) => ref _pairs[target * Sources + source];

    internal void ResetFrames(int sources, int targets, long frame)
    {
        Sources = sources;
        Targets = targets;
        Surrogates = 0;
        Frame = frame;
        IsReport = false;
        IsFinal = false;
        FirstAnalysisFrame = 0;
        _sampleCount = 0;
        AnalysisSpikes.Clear();
    }

    internal void SetFrames(long first, ReadOnlySpan<float> samples)
    {
        FirstAnalysisFrame = first;
        _sampleCount = samples.Length;
        if (_samples.Length < samples.Length)
            _samples = new float[samples.Length];
        samples.CopyTo(_samples);
    }

    internal void ResetReport(int sources, int targets, int surrogates, long frame, bool isFinal)
    {
        ResetFrames(sources, targets, frame);
        Surrogates = surrogates;
        IsReport = true;
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
/// <param name="Blocks">Blocks of the train, where it is averaged by blocks.</param>
public record struct PairCounts(
    long SpikesUsed, long SpikesInGap, long SpikesPending, double Level, double SurrogateLevel, long Blocks);
