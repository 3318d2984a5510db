namespace VoltageToWiring.Simulation;

/// <summary>Kind of a presynaptic neuron, and so of all its synapses (Dale's law).</summary>
public enum NeuronKind
{
    /// <summary>Excites its targets.</summary>
    Excitatory,

    /// <summary>Inhibits its targets.</summary>
    Inhibitory,
}

/// <summary>One synapse.</summary>
/// <param name="Source">Index of the presynaptic train.</param>
/// <param name="Target">Index of the postsynaptic neuron.</param>
/// <param name="Kind">Which synapse class it belongs to.</param>
/// <param name="StrengthSiemens">Jump of conductance at a spike, S.</param>
/// <param name="DelaySteps">Steps from the spike to its arrival; at least 0.</param>
public readonly record struct Synapse(int Source, int Target, NeuronKind Kind, double StrengthSiemens, int DelaySteps);

/// <summary>The ground truth: who is connected to whom. Only the simulation has it, and whoever judges results afterwards.</summary>
public sealed class Wiring
{
    // Every connected pair, ascending, and what connects it.
    private readonly long[] _pairs;
    private readonly NeuronKind[] _kinds;

    /// <summary>A wiring of given synapses.</summary>
    /// <param name="trainKinds">The kind of each presynaptic train.</param>
    /// <param name="targets">Number of postsynaptic neurons.</param>
    /// <param name="synapses">All synapses, in any order.</param>
    public Wiring(IReadOnlyList<NeuronKind> trainKinds, int targets, IReadOnlyList<Synapse> synapses)
    {
        ArgumentNullException.ThrowIfNull(trainKinds);
        ArgumentNullException.ThrowIfNull(synapses);
        TrainKinds = trainKinds;
        Targets = targets;
        Synapses = synapses;
        foreach (Synapse synapse in synapses)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(synapse.Source, trainKinds.Count);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(synapse.Target, targets);
            ArgumentOutOfRangeException.ThrowIfNegative(synapse.DelaySteps);
        }
        _pairs = [.. synapses.Select(synapse => PairOf(synapse.Source, synapse.Target))];
        _kinds = [.. synapses.Select(synapse => synapse.Kind)];
        Array.Sort(_pairs, _kinds);
    }

    /// <summary>The kind of each presynaptic train.</summary>
    public IReadOnlyList<NeuronKind> TrainKinds { get; }

    /// <summary>Number of postsynaptic neurons.</summary>
    public int Targets { get; }

    /// <summary>All synapses.</summary>
    public IReadOnlyList<Synapse> Synapses { get; }

    /// <summary>What a pair truly is; null where it is not connected.</summary>
    /// <param name="source">Index of the presynaptic train.</param>
    /// <param name="target">Index of the postsynaptic neuron.</param>
    public NeuronKind? this[int source, int target]
        => Array.BinarySearch(_pairs, PairOf(source, target)) is >= 0 and int at ? _kinds[at] : null;

    /// <summary>The same wiring with trains after it that copy one of its own: of the same kind, connected to nobody.</summary>
    /// <param name="train">Index of the train that is copied.</param>
    /// <param name="count">How many copies.</param>
    public Wiring WithUnconnectedCopies(int train, int count)
        => new([.. TrainKinds, .. Enumerable.Repeat(TrainKinds[train], count)], Targets, Synapses);

    /// <summary>The same wiring with other strengths.</summary>
    /// <param name="scales">For each target what the strengths of its synapses are multiplied by.</param>
    public Wiring Scaled(IReadOnlyList<double> scales)
        => new(TrainKinds, Targets, [.. Synapses.Select(synapse => synapse with { StrengthSiemens = synapse.StrengthSiemens * scales[synapse.Target] })]);

    private static long PairOf(int source, int target) => ((long)target << 32) | (uint)source;
}
