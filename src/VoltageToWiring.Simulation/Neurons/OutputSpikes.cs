namespace VoltageToWiring.Simulation.Neurons;

/// <summary>The spikes of one postsynaptic neuron, as the simulation knows them.</summary>
/// <param name="Count">How many.</param>
/// <param name="FirstSteps">Steps of the first <see cref="Kept"/>.</param>
/// <param name="SimulatedSeconds">The time in which they occurred, s.</param>
public sealed record OutputSpikes(long Count, IReadOnlyList<long> FirstSteps, double SimulatedSeconds)
{
    /// <summary>How many are kept one by one; of the others it is known how many there were.</summary>
    public const int Kept = 200;

    /// <summary>Mean rate, Hz; null where nothing was simulated.</summary>
    public double? RateHz => SimulatedSeconds > 0 ? Count / SimulatedSeconds : null;
}
