namespace VoltageToWiring.Numerics.Imaging;

/// <summary>
/// An indicator that follows the voltage late: two low-passes one after the other, whose response to a brief pulse is
/// (e^(−t/τ_decay) − e^(−t/τ_rise))/(τ_decay − τ_rise), of area 1.
/// </summary>
/// <remarks>Each is exact for a voltage that is constant within a step: x ← x + (1 − e^(−Δt/τ))(v − x).</remarks>
public sealed class IndicatorKinetics
{
    private readonly double _rise;
    private readonly double _decay;
    private readonly double[] _risen;
    private readonly double[] _bound;

    /// <summary>An indicator that has come to rest.</summary>
    /// <param name="targets">Number of neurons.</param>
    /// <param name="riseSeconds">τ_rise, s, positive.</param>
    /// <param name="decaySeconds">τ_decay, s, positive.</param>
    /// <param name="timestepSeconds">Δt, s.</param>
    /// <param name="restingVolts">The voltage it rests at, V.</param>
    public IndicatorKinetics(int targets, double riseSeconds, double decaySeconds, double timestepSeconds, double restingVolts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(riseSeconds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(decaySeconds);
        _rise = -double.ExpM1(-timestepSeconds / riseSeconds);
        _decay = -double.ExpM1(-timestepSeconds / decaySeconds);
        _risen = new double[targets];
        _bound = new double[targets];
        Array.Fill(_risen, restingVolts);
        Array.Fill(_bound, restingVolts);
    }

    /// <summary>What the indicator shows of the next steps.</summary>
    /// <param name="voltage">Steps × targets, V, time-major; changed in place.</param>
    public void Follow(Span<double> voltage)
    {
        for (int row = 0; row < voltage.Length; row += _risen.Length)
        {
            for (int n = 0; n < _risen.Length; n++)
            {
                _risen[n] += _rise * (voltage[row + n] - _risen[n]);
                _bound[n] += _decay * (_risen[n] - _bound[n]);
                voltage[row + n] = _bound[n];
            }
        }
    }
}
