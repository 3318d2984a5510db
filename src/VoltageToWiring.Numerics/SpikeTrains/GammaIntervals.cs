using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.SpikeTrains;

/// <summary>
/// A renewal process whose intervals are gamma-distributed with a whole-numbered shape n: the sum of n exponential stages, coefficient of
/// variation 1/√n.
/// </summary>
/// <remarks>
/// The train is in equilibrium from the start (D. R. Cox, 1962, Renewal Theory, chapter 5): it begins in any of the n stages. Trains that
/// all began with a whole interval would fire together at first, the more so the larger n.
/// </remarks>
/// <param name="rateHz">Mean rate, Hz, at least 0.</param>
/// <param name="shape">The shape n, at least 1; with 1 the process is Poisson's, number for number.</param>
public sealed class GammaIntervals(double rateHz, int shape) : IIntervalProcess
{
    private readonly double _stageSeconds = 1 / (shape * rateHz);
    private bool _begun;

    /// <inheritdoc/>
    public double NextSeconds(IRandomSource random)
    {
        int stages = shape;
        if (!_begun && shape > 1)
            stages = 1 + (int)random.NextAtMost((uint)shape - 1);
        _begun = true;
        double sum = 0;
        for (int stage = 0; stage < stages; stage++)
            sum += random.NextExponential(_stageSeconds);
        return sum;
    }
}
