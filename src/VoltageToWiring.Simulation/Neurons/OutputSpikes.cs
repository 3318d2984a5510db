namespace VoltageToWiring.Simulation.Neurons;

/// <summary>The spikes of one postsynaptic neuron, as the simulation knows them.</summary>
/// <param name="Count">How many.</param>
/// <param name="FirstSteps">Steps of the first ten.</param>
public sealed record OutputSpikes(long Count, IReadOnlyList<long> FirstSteps);
