using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.SpikeTrains;

/// <summary>Firing rates of a population, log-normal as they are in cortex.</summary>
/// <remarks>G. Buzsáki and K. Mizuseki (2014), "The log-dynamic brain", Nat. Rev. Neurosci. 15:264–278.</remarks>
public static class LogNormalRates
{
    /// <summary>Draws rates r = m·exp(σz − σ²/2), z standard normal, so that their expectation is m.</summary>
    /// <param name="random">One normal for each rate.</param>
    /// <param name="meanHz">The mean m of the rates themselves (not of their logarithm), Hz.</param>
    /// <param name="sigma">The standard deviation σ of ln(rate), no unit.</param>
    /// <param name="ratesHz">Receives the rates, Hz.</param>
    public static void Draw<TRandom>(TRandom random, double meanHz, double sigma, Span<double> ratesHz)
        where TRandom : IRandomSource
    {
        foreach (ref double rate in ratesHz)
            rate = meanHz * Math.Exp(sigma * random.NextGaussian() - sigma * sigma / 2);
    }
}
