namespace VoltageToWiring.Numerics.Detection;

/// <summary>
/// The slow baseline of each trace, from its past alone: b ← b + α·clip(x − b, ±3m), where m follows the mean absolute residual in the same
/// way. It follows bleaching and drift; spikes, which are brief and large, hardly move it.
/// </summary>
/// <remarks>α = max(Δt/τ, 1/n) at the n-th sample, so that a trace begins with its mean. Missing samples change nothing.</remarks>
public sealed class CausalBaseline
{
    private const double ClipAt = 3;

    // Before this many samples the spread says little, and nothing is clipped.
    private const int Warm = 50;

    private readonly double _rate;
    private readonly double[] _baseline;
    private readonly double[] _residual;
    private readonly long[] _samples;

    /// <summary>Traces before their first sample.</summary>
    /// <param name="targets">Number of traces.</param>
    /// <param name="timeConstantSeconds">τ, s, positive.</param>
    /// <param name="periodSeconds">Δt, s, positive.</param>
    public CausalBaseline(int targets, double timeConstantSeconds, double periodSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeConstantSeconds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(periodSeconds);
        _rate = Math.Min(1, periodSeconds / timeConstantSeconds);
        _baseline = new double[targets];
        _residual = new double[targets];
        _samples = new long[targets];
    }

    /// <summary>Takes one frame and subtracts the baseline before it.</summary>
    /// <param name="frame">A sample of each trace, changed in place; NaN where missing stays so.</param>
    public void Subtract(Span<double> frame)
    {
        for (int n = 0; n < frame.Length; n++)
        {
            double sample = frame[n];
            if (!double.IsFinite(sample))
                continue;
            if (_samples[n]++ == 0)
                _baseline[n] = sample;
            double residual = sample - _baseline[n];
            frame[n] = residual;
            double limit = _samples[n] > Warm ? ClipAt * _residual[n] : double.PositiveInfinity;
            double clipped = Math.Clamp(residual, -limit, limit);
            double rate = Math.Max(_rate, 1.0 / _samples[n]);
            _baseline[n] += rate * clipped;
            _residual[n] += rate * (Math.Abs(clipped) - _residual[n]);
        }
    }
}
