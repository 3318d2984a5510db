using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Simulation.Networks;

/// <summary>Draws the wiring of a recurrent network.</summary>
/// <param name="Neurons">Number of neurons.</param>
/// <param name="FractionInhibitory">Fraction of the neurons that inhibits all it reaches (Dale's law); these come first. Rounded half to even.</param>
/// <param name="ConnectionProbability">Probability that a neuron reaches another one; none reaches itself.</param>
/// <param name="ExcitatoryStrengthSiemens">Mean strength of excitatory synapses, S.</param>
/// <param name="InhibitoryStrengthSiemens">Mean strength of inhibitory synapses, S.</param>
/// <param name="StrengthSigma">Standard deviation of ln(strength).</param>
/// <param name="ShortestDelaySteps">Shortest delay, steps; at least 1.</param>
/// <param name="LongestDelaySteps">Longest delay, steps; all in between are equally likely.</param>
/// <remarks>S. Song et al. (2005), "Highly nonrandom features of synaptic connectivity", PLoS Biol. 3:e68: strengths are log-normal.</remarks>
public sealed record NetworkRule(
    int Neurons, double FractionInhibitory, double ConnectionProbability, double ExcitatoryStrengthSiemens, double InhibitoryStrengthSiemens,
    double StrengthSigma, int ShortestDelaySteps, int LongestDelaySteps)
{
    /// <summary>How many neurons are inhibitory.</summary>
    public int Inhibitory => (int)Math.Round(FractionInhibitory * Neurons, MidpointRounding.ToEven);

    /// <summary>Draws every ordered pair of different neurons.</summary>
    /// <param name="streams">Stream <c>network-wiring</c>, one for each postsynaptic neuron.</param>
    public Wiring Draw(RandomStreams streams)
    {
        NeuronKind[] kinds = [.. Enumerable.Range(0, Neurons).Select(n => n < Inhibitory ? NeuronKind.Inhibitory : NeuronKind.Excitatory)];
        var synapses = new List<Synapse>();
        for (int target = 0; target < Neurons; target++)
        {
            RandomStream random = streams.Stream("network-wiring", target);
            for (int source = 0; source < Neurons; source++)
            {
                // As many numbers for every pair, so that a pair does not change what the next one is.
                bool connected = random.NextDouble() < ConnectionProbability;
                double scale = Math.Exp(StrengthSigma * random.NextGaussian() - StrengthSigma * StrengthSigma / 2);
                int delay = ShortestDelaySteps + (int)(random.NextDouble() * (LongestDelaySteps - ShortestDelaySteps + 1));
                if (connected && source != target)
                    synapses.Add(new Synapse(source, target, kinds[source], MeanStrength(kinds[source]) * scale, delay));
            }
        }
        return new Wiring(kinds, Neurons, synapses);
    }

    private double MeanStrength(NeuronKind kind)
        => kind == NeuronKind.Excitatory ? ExcitatoryStrengthSiemens : InhibitoryStrengthSiemens;
}
