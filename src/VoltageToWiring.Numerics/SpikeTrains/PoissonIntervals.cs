using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.SpikeTrains;

/// <summary>A Poisson process: exponential intervals, coefficient of variation 1.</summary>
/// <param name="rateHz">Mean rate, Hz, at least 0.</param>
public sealed class PoissonIntervals(double rateHz) : IIntervalProcess
{
    private readonly double _meanSeconds = 1 / rateHz;

    /// <inheritdoc/>
    public double NextSeconds(IRandomSource random) => random.NextExponential(_meanSeconds);
}
