using VoltageToWiring.Numerics.Synapses;
using VoltageToWiring.Simulation.Synapses;

namespace VoltageToWiring.Simulation.Networks;

/// <summary>
/// The synapses within a network: takes the spikes of its neurons and gives back their conductances. What is sent in a step arrives one step
/// later at the earliest, so that as many steps as the shortest delay can be taken at once.
/// </summary>
internal sealed class RecurrentSynapses
{
    private static readonly NeuronKind[] Kinds = [NeuronKind.Excitatory, NeuronKind.Inhibitory];

    private readonly int _neurons;
    private readonly double _timestepSeconds;
    private readonly double[] _decaySeconds;

    // Outgoing synapses of neuron n: _synapses[_first[n] .. _first[n + 1]].
    private readonly Synapse[] _synapses;
    private readonly int[] _first;

    // What is on its way: step modulo the longest delay and one, kind, neuron.
    private readonly int _slots;
    private readonly double[] _underWay;
    private readonly double[][] _state;
    private double[] _conductance = [];

    /// <param name="wiring">The network.</param>
    /// <param name="classes">Decay of each kind.</param>
    /// <param name="timestepSeconds">The step, s.</param>
    /// <exception cref="ArgumentException">The network is not square, or has a synapse without a delay.</exception>
    public RecurrentSynapses(Wiring wiring, SynapseClasses classes, double timestepSeconds)
    {
        if (wiring.TrainKinds.Count != wiring.Targets)
            throw new ArgumentException($"A network has as many sources as targets, not {wiring.TrainKinds.Count} and {wiring.Targets}.", nameof(wiring));
        if (wiring.Synapses.Any(synapse => synapse.DelaySteps < 1))
            throw new ArgumentException("Every synapse within a network has a delay of at least one step.", nameof(wiring));
        _neurons = wiring.Targets;
        _timestepSeconds = timestepSeconds;
        _decaySeconds = [classes.Excitatory.DecaySeconds, classes.Inhibitory.DecaySeconds];
        _synapses = [.. wiring.Synapses.OrderBy(synapse => synapse.Source)];
        _first = new int[_neurons + 1];
        foreach (Synapse synapse in _synapses)
            _first[synapse.Source + 1]++;
        for (int n = 0; n < _neurons; n++)
            _first[n + 1] += _first[n];
        ShortestDelaySteps = _synapses.Length == 0 ? int.MaxValue : _synapses.Min(synapse => synapse.DelaySteps);
        _slots = _synapses.Length == 0 ? 1 : _synapses.Max(synapse => synapse.DelaySteps) + 1;
        _underWay = new double[checked(_slots * Kinds.Length * _neurons)];
        _state = [.. Kinds.Select(_ => new double[_neurons])];
    }

    /// <summary>Steps that can be taken at once.</summary>
    public int ShortestDelaySteps { get; }

    /// <summary>Adds the conductances of some steps to what there is; call with every step once, in order.</summary>
    /// <param name="firstStep">The first step.</param>
    /// <param name="steps">How many, at most <see cref="ShortestDelaySteps"/>.</param>
    /// <param name="batch">Holds these steps.</param>
    public void AddTo(long firstStep, int steps, ConductanceBatch batch)
    {
        if (_synapses.Length == 0)
            return;
        if (_conductance.Length < steps * _neurons)
            _conductance = new double[steps * _neurons];
        Span<double> conductance = _conductance.AsSpan(0, steps * _neurons);
        foreach (NeuronKind kind in Kinds)
        {
            for (int step = 0; step < steps; step++)
            {
                Span<double> arriving = UnderWay(firstStep + step, kind);
                arriving.CopyTo(conductance[(step * _neurons)..]);
                arriving.Clear();
            }
            ExponentialConductance.Integrate(_timestepSeconds, _decaySeconds[(int)kind], conductance, _state[(int)kind], conductance);
            Span<double> all = batch.Of(kind).Slice((int)(firstStep - batch.Range.First) * _neurons, conductance.Length);
            for (int i = 0; i < all.Length; i++)
                all[i] += conductance[i];
        }
    }

    /// <summary>Sends a spike to all that a neuron reaches.</summary>
    /// <param name="neuron">The neuron.</param>
    /// <param name="step">The step of the spike.</param>
    public void Send(int neuron, long step)
    {
        foreach (ref readonly Synapse synapse in _synapses.AsSpan(_first[neuron].._first[neuron + 1]))
            UnderWay(step + synapse.DelaySteps, synapse.Kind)[synapse.Target] += synapse.StrengthSiemens;
    }

    private Span<double> UnderWay(long step, NeuronKind kind)
        => _underWay.AsSpan(((int)(step % _slots) * Kinds.Length + (int)kind) * _neurons, _neurons);
}
