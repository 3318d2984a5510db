using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.SpikeTrains;

/// <summary>
/// A stationary Ornstein-Uhlenbeck process of mean 0 and variance 1 on a grid, x′ = ρx + √(1 − ρ²)·z with ρ = exp(−Δt/τ) and z standard normal.
/// </summary>
/// <remarks>
/// The update is exact for every Δt (D. T. Gillespie, 1996, Phys. Rev. E 54:2084, equation 3.1), so the grid changes neither variance nor time
/// constant.
/// </remarks>
public sealed class OrnsteinUhlenbeck
{
    private readonly double _kept;
    private readonly double _fresh;

    /// <summary>The process at a value drawn from its stationary distribution.</summary>
    /// <param name="tauSeconds">Time constant τ of its autocorrelation, s, positive.</param>
    /// <param name="gridSeconds">The grid Δt, s, positive.</param>
    /// <param name="random">One normal.</param>
    public OrnsteinUhlenbeck(double tauSeconds, double gridSeconds, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tauSeconds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gridSeconds);
        _kept = Math.Exp(-gridSeconds / tauSeconds);
        _fresh = Math.Sqrt(-double.ExpM1(-2 * gridSeconds / tauSeconds));
        Value = random.NextGaussian();
    }

    /// <summary>x, no unit.</summary>
    public double Value { get; private set; }

    /// <summary>Goes one grid step on.</summary>
    /// <param name="random">One normal.</param>
    public void Advance(IRandomSource random) => Value = _kept * Value + _fresh * random.NextGaussian();
}
