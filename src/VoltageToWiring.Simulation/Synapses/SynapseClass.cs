namespace VoltageToWiring.Simulation.Synapses;

/// <summary>What all synapses of a kind have in common.</summary>
/// <param name="DecaySeconds">Decay time constant of the conductance, s.</param>
/// <param name="ReversalVolts">Reversal potential, V.</param>
public sealed record SynapseClass(double DecaySeconds, double ReversalVolts);

/// <summary>The synapse classes of a simulation.</summary>
/// <param name="Excitatory">The excitatory class.</param>
/// <param name="Inhibitory">The inhibitory class.</param>
public sealed record SynapseClasses(SynapseClass Excitatory, SynapseClass Inhibitory)
{
}
