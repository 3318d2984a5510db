using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Simulation;

/// <summary>Makes wirings from a few fractions.</summary>
/// <param name="Trains">Number of presynaptic trains.</param>
/// <param name="Targets">Number of postsynaptic neurons.</param>
/// <param name="FractionInhibitory">Fraction of the trains that is inhibitory; these come first. Rounded half to even.</param>
/// <param name="FractionConnected">Fraction of each kind that is connected to a target. Rounded half to even.</param>
/// <param name="ExcitatoryStrengthSiemens">Strength of every excitatory synapse, S.</param>
/// <param name="InhibitoryStrengthSiemens">Strength of every inhibitory synapse, S.</param>
/// <param name="DelaySteps">Delay of every synapse, steps.</param>
public sealed record WiringRule(
    int Trains, int Targets, double FractionInhibitory, double FractionConnected,
    double ExcitatoryStrengthSiemens, double InhibitoryStrengthSiemens, int DelaySteps)
{
    /// <summary>How many trains are inhibitory.</summary>
    public int Inhibitory => Rounded(FractionInhibitory, Trains);

    /// <summary>The kind of each train: the inhibitory ones first.</summary>
    public IReadOnlyList<NeuronKind> Kinds
        => [.. Enumerable.Range(0, Trains).Select(train => train < Inhibitory ? NeuronKind.Inhibitory : NeuronKind.Excitatory)];

    /// <summary>The reference's wiring: of each kind the first trains are connected, to every target.</summary>
    public Wiring First() => Connect((_, trains, connected) => trains[..connected]);

    /// <summary>A random wiring: of each kind as many trains as by the fraction, drawn anew for every target.</summary>
    /// <param name="streams">Stream <c>wiring</c>, one for each target.</param>
    public Wiring Random(RandomStreams streams)
    {
        var byTarget = Enumerable.Range(0, Targets).Select(target => streams.Stream("wiring", target)).ToArray();
        return Connect((target, trains, connected) =>
        {
            int[] drawn = [.. trains];
            byTarget[target].Permute<RandomStream, int>(drawn);
            Array.Sort(drawn, 0, connected);
            return drawn[..connected];
        });
    }

    private Wiring Connect(Func<int, int[], int, int[]> choose)
    {
        int[] inhibitory = [.. Enumerable.Range(0, Inhibitory)];
        int[] excitatory = [.. Enumerable.Range(Inhibitory, Trains - Inhibitory)];
        var synapses = new List<Synapse>();
        for (int target = 0; target < Targets; target++)
        {
            foreach (int source in choose(target, inhibitory, Rounded(FractionConnected, inhibitory.Length)))
                synapses.Add(new Synapse(source, target, NeuronKind.Inhibitory, InhibitoryStrengthSiemens, DelaySteps));
            foreach (int source in choose(target, excitatory, Rounded(FractionConnected, excitatory.Length)))
                synapses.Add(new Synapse(source, target, NeuronKind.Excitatory, ExcitatoryStrengthSiemens, DelaySteps));
        }
        return new Wiring(Kinds, Targets, synapses);
    }

    private static int Rounded(double fraction, int count) => (int)Math.Round(fraction * count, MidpointRounding.ToEven);
}
