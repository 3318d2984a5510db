namespace VoltageToWiring.Numerics.Scoring;

/// <summary>
/// Sums of products of a template with a shifted copy of itself, over any range of frames, by lookup: what a Gram matrix of many spike trains
/// is made of, one lookup for each pair of spikes that are near each other.
/// </summary>
public sealed class TemplateOverlap
{
    private readonly int _length;

    // Row lag: partial sums of k(u)·k(u + lag) over u; after them, partial sums of k.
    private readonly double[] _partial;
    private readonly double[] _partialSum;
    private readonly double[] _whole;

    /// <summary>Prepares the lookups.</summary>
    /// <param name="template">k(0), k(1), …</param>
    public TemplateOverlap(ReadOnlySpan<double> template)
    {
        _length = template.Length;
        _partial = new double[_length * (_length + 1)];
        _partialSum = new double[_length + 1];
        _whole = new double[_length];
        Set(template);
    }

    /// <summary>Frames of the template.</summary>
    public int Length => _length;

    /// <summary>Σ k(t − a)·k(t − b) over all frames, by the distance of a and b: 0 … <see cref="Length"/> − 1.</summary>
    public ReadOnlySpan<double> WholeProducts => _whole;

    /// <summary>Takes another template of the same length in place of the one before.</summary>
    /// <param name="template">k(0), k(1), …</param>
    public void Set(ReadOnlySpan<double> template)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(template.Length, _length);
        for (int u = 0; u < _length; u++)
            _partialSum[u + 1] = _partialSum[u] + template[u];
        for (int lag = 0; lag < _length; lag++)
        {
            for (int u = 0; u < _length; u++)
            {
                double product = u + lag < _length ? template[u] * template[u + lag] : 0;
                _partial[lag * (_length + 1) + u + 1] = _partial[lag * (_length + 1) + u] + product;
            }
            _whole[lag] = _partial[lag * (_length + 1) + _length];
        }
    }

    /// <summary>Σ k(t − a)·k(t − b) over first ≤ t &lt; end.</summary>
    /// <param name="a">Frame of one spike.</param>
    /// <param name="b">Frame of the other.</param>
    /// <param name="first">First frame.</param>
    /// <param name="end">Frame after the last.</param>
    public double Product(long a, long b, long first, long end)
    {
        long later = Math.Max(a, b);
        long lag = later - Math.Min(a, b);
        if (lag >= _length)
            return 0;
        int from = (int)Math.Clamp(first - later, 0, _length);
        int to = (int)Math.Clamp(end - later, 0, _length);
        if (to <= from)
            return 0;
        int row = (int)lag * (_length + 1);
        return _partial[row + to] - _partial[row + from];
    }

    /// <summary>Σ k(t − a) over first ≤ t &lt; end.</summary>
    /// <param name="a">Frame of the spike.</param>
    /// <param name="first">First frame.</param>
    /// <param name="end">Frame after the last.</param>
    public double Sum(long a, long first, long end)
    {
        int from = (int)Math.Clamp(first - a, 0, _length);
        int to = (int)Math.Clamp(end - a, 0, _length);
        return to <= from ? 0 : _partialSum[to] - _partialSum[from];
    }
}
