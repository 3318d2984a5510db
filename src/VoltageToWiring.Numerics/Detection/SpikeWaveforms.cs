namespace VoltageToWiring.Numerics.Detection;

/// <summary>
/// The mean waveform of the spikes of each trace, learned as they are found. A trace that has had few takes part of it from all traces. Older
/// spikes count less and less.
/// </summary>
internal sealed class SpikeWaveforms
{
    // Spikes that all traces together count for in each.
    private const double Shared = 5;

    // Before this many the shape is the given one.
    private const double FewestLearned = 10;

    private readonly int _targets;
    private readonly int _length;
    private readonly double[] _sums;
    private readonly double[] _counts;
    private readonly double[] _allSum;
    private double _all;

    /// <param name="targets">Number of traces.</param>
    /// <param name="length">Frames of a waveform.</param>
    public SpikeWaveforms(int targets, int length)
    {
        _targets = targets;
        _length = length;
        _sums = new double[targets * length];
        _counts = new double[targets];
        _allSum = new double[length];
    }

    /// <summary>Whether there were enough spikes to know their shape and height.</summary>
    public bool AreKnown => _all >= FewestLearned;

    /// <summary>Adds one sample of a spike's waveform.</summary>
    /// <param name="target">The trace.</param>
    /// <param name="at">Its place in the waveform.</param>
    /// <param name="sample">The sample.</param>
    public void Add(int target, int at, double sample)
    {
        _sums[target * _length + at] += sample;
        _allSum[at] += sample;
    }

    /// <summary>Counts a spike whose waveform was added.</summary>
    /// <param name="target">The trace.</param>
    public void Count(int target)
    {
        _counts[target]++;
        _all++;
    }

    /// <summary>The mean waveform of a trace.</summary>
    /// <param name="target">The trace.</param>
    /// <param name="waveform">Receives a value for each frame.</param>
    public void Of(int target, Span<double> waveform)
    {
        for (int at = 0; at < _length; at++)
            waveform[at] = (_sums[target * _length + at] + Shared * _allSum[at] / _all) / (_counts[target] + Shared);
    }

    /// <summary>What was added so far counts less from now on.</summary>
    /// <param name="kept">What it counts, 0 to 1.</param>
    public void Forget(double kept)
    {
        foreach (ref double sum in _sums.AsSpan())
            sum *= kept;
        foreach (ref double count in _counts.AsSpan())
            count *= kept;
        foreach (ref double sum in _allSum.AsSpan())
            sum *= kept;
        _all *= kept;
    }
}
