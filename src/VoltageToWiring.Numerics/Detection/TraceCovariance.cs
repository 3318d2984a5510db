namespace VoltageToWiring.Numerics.Detection;

/// <summary>
/// The autocovariance of the noise of each trace, at lags of up to a template's length: of detrended samples away from spikes, clipped to ±3
/// standard deviations. Older samples count less and less.
/// </summary>
internal sealed class TraceCovariance
{
    // Of a normal distribution, the mean absolute value is σ·√(2/π).
    private const double ClipAt = 3 * 1.2533;

    // r₀ is raised by this part, so that a trace that repeats itself has a filter, too.
    private const double Ridge = 1e-3;

    private readonly int _targets;
    private readonly int _lags;
    private readonly FrameRing _clipped;
    private readonly double[] _sums;
    private readonly double[] _weights;
    private readonly double[] _absolute;
    private readonly double[] _limit;
    private long _newFrames;

    /// <param name="targets">Number of traces.</param>
    /// <param name="lags">Number of lags, from 0 on.</param>
    public TraceCovariance(int targets, int lags)
    {
        _targets = targets;
        _lags = lags;
        _clipped = new FrameRing(targets, lags);
        _sums = new double[lags * targets];
        _weights = new double[targets];
        _absolute = new double[targets];
        _limit = new double[targets];
        Array.Fill(_limit, double.PositiveInfinity);
    }

    /// <summary>Takes one frame.</summary>
    /// <param name="frame">A sample of each trace.</param>
    /// <param name="quiet">Of each trace, whether no spike is near this frame or those at the lags before it.</param>
    public void Add(ReadOnlySpan<double> frame, ReadOnlySpan<bool> quiet)
    {
        Span<double> newest = _clipped.Next();
        for (int n = 0; n < _targets; n++)
        {
            newest[n] = Math.Clamp(frame[n], -_limit[n], _limit[n]);
            _absolute[n] += Math.Abs(newest[n]);
            _weights[n] += quiet[n] ? 1 : 0;
        }
        for (int lag = 0; lag < _lags; lag++)
        {
            ReadOnlySpan<double> before = _clipped.Back(lag);
            Span<double> sums = _sums.AsSpan(lag * _targets, _targets);
            for (int n = 0; n < sums.Length; n++)
                sums[n] += quiet[n] ? newest[n] * before[n] : 0;
        }
        _newFrames++;
    }

    /// <summary>The autocovariance of the noise of a trace.</summary>
    /// <param name="target">The trace.</param>
    /// <param name="r">Receives a value for each lag; zeros where there was no quiet frame.</param>
    public void Of(int target, Span<double> r)
    {
        for (int lag = 0; lag < _lags; lag++)
            r[lag] = _weights[target] > 0 ? _sums[lag * _targets + target] / _weights[target] : 0;
        r[0] *= 1 + Ridge;
    }

    /// <summary>Ends a piece: limits of clipping follow the traces, and what was added so far counts less from now on.</summary>
    /// <param name="kept">What it counts, 0 to 1.</param>
    public void EndPiece(double kept)
    {
        for (int n = 0; n < _targets && _newFrames > 0; n++)
        {
            _limit[n] = ClipAt * _absolute[n] / _newFrames;
            _absolute[n] = 0;
        }
        _newFrames = 0;
        foreach (ref double sum in _sums.AsSpan())
            sum *= kept;
        foreach (ref double weight in _weights.AsSpan())
            weight *= kept;
    }
}
