using VoltageToWiring.Numerics.Synapses;
using VoltageToWiring.Simulation.SpikeTrains;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Simulation.Synapses;

/// <summary>The second stage: from spikes to the synaptic conductances of every postsynaptic neuron.</summary>
public sealed class ConductanceStage : IStage<SpikeBatch, ConductanceBatch>
{
    private const int Classes = 2;

    private readonly Pool<ConductanceBatch> _pool = new(() => new ConductanceBatch());
    private readonly int _targets;
    private readonly double _timestepSeconds;
    private readonly double[] _decaySeconds;

    // Outgoing synapses of train n: _synapses[_firstSynapse[n] .. _firstSynapse[n + 1]].
    private readonly Synapse[] _synapses;
    private readonly int[] _firstSynapse;

    // What arrives after the range in which it was sent: step modulo delays, class, target.
    private readonly int _delays;
    private readonly double[] _underWay;
    private readonly double[][] _state;

    /// <summary>All conductances at zero.</summary>
    /// <param name="wiring">The synapses.</param>
    /// <param name="classes">Decay of each class.</param>
    /// <param name="timestepSeconds">The step, s.</param>
    public ConductanceStage(Wiring wiring, SynapseClasses classes, double timestepSeconds)
    {
        ArgumentNullException.ThrowIfNull(wiring);
        ArgumentNullException.ThrowIfNull(classes);
        _targets = wiring.Targets;
        _decaySeconds = [classes.Excitatory.DecaySeconds, classes.Inhibitory.DecaySeconds];
        _timestepSeconds = timestepSeconds;
        _synapses = [.. wiring.Synapses.OrderBy(synapse => synapse.Source)];
        _firstSynapse = new int[wiring.TrainKinds.Count + 1];
        foreach (Synapse synapse in _synapses)
            _firstSynapse[synapse.Source + 1]++;
        for (int train = 0; train < wiring.TrainKinds.Count; train++)
            _firstSynapse[train + 1] += _firstSynapse[train];
        _delays = _synapses.Length == 0 ? 0 : _synapses.Max(synapse => synapse.DelaySteps);
        _underWay = new double[checked(_delays * Classes * _targets)];
        _state = [new double[_targets], new double[_targets]];
    }

    /// <inheritdoc/>
    public string Name => "synapses";

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public void Process(SpikeBatch input, IOutput<ConductanceBatch> output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ConductanceBatch batch = _pool.Rent();
        batch.Reset(input.Range, input.IsLast, _targets);
        batch.Spikes.Add(input.Spikes.Spikes);
        ReceiveUnderWay(batch);
        foreach (SpikeEvent spike in input.Spikes.Spikes)
            Send(spike, batch);
        Integrate(batch);
        Position = input.Range.End;
        output.Write(batch);
    }

    /// <inheritdoc/>
    public void Complete(IOutput<ConductanceBatch> output, EndOfStream end)
    {
    }

    private void Integrate(ConductanceBatch batch)
    {
        if (_targets == 1)
        {
            ExponentialConductance.IntegratePair(
                _timestepSeconds, _decaySeconds[(int)NeuronKind.Excitatory], _decaySeconds[(int)NeuronKind.Inhibitory],
                batch.Of(NeuronKind.Excitatory), batch.Of(NeuronKind.Inhibitory),
                ref _state[(int)NeuronKind.Excitatory][0], ref _state[(int)NeuronKind.Inhibitory][0]);
            return;
        }
        foreach (NeuronKind kind in (ReadOnlySpan<NeuronKind>)[NeuronKind.Excitatory, NeuronKind.Inhibitory])
        {
            Span<double> conductance = batch.Of(kind);
            ExponentialConductance.Integrate(
                _timestepSeconds, _decaySeconds[(int)kind], conductance, _state[(int)kind], conductance);
        }
    }

    private void Send(SpikeEvent spike, ConductanceBatch batch)
    {
        ReadOnlySpan<Synapse> outgoing = _synapses.AsSpan(_firstSynapse[spike.Source].._firstSynapse[spike.Source + 1]);
        foreach (ref readonly Synapse synapse in outgoing)
        {
            long arrival = spike.Tick + synapse.DelaySteps;
            if (arrival < batch.Range.End)
                batch.Of(synapse.Kind)[(int)(arrival - batch.Range.First) * _targets + synapse.Target] += synapse.StrengthSiemens;
            else if (synapse.DelaySteps > 0)
                UnderWay(arrival, synapse.Kind)[synapse.Target] += synapse.StrengthSiemens;
        }
    }

    private void ReceiveUnderWay(ConductanceBatch batch)
    {
        int steps = Math.Min(_delays, batch.Range.Count);
        for (int step = 0; step < steps; step++)
        {
            foreach (NeuronKind kind in (ReadOnlySpan<NeuronKind>)[NeuronKind.Excitatory, NeuronKind.Inhibitory])
            {
                Span<double> arriving = UnderWay(batch.Range.First + step, kind);
                arriving.CopyTo(batch.Of(kind).Slice(step * _targets, _targets));
                arriving.Clear();
            }
        }
    }

    private Span<double> UnderWay(long step, NeuronKind kind)
        => _underWay.AsSpan(((int)(step % _delays) * Classes + (int)kind) * _targets, _targets);
}
