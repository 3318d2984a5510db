using System.Globalization;
using VoltageToWiring.Numerics.Neurons;
using VoltageToWiring.Simulation.Networks;
using VoltageToWiring.Simulation.Synapses;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Simulation.Neurons;

/// <summary>
/// The third stage: integrates the postsynaptic neurons. A spike rewrites the sample before it, so the newest row waits for the next range
/// before it goes out. In a network, where the neurons drive each other, the spikes that go on are their own.
/// </summary>
public sealed class IzhikevichStage : IStage<ConductanceBatch, VoltageBatch>
{
    private readonly Pool<VoltageBatch> _pool = new(() => new VoltageBatch());
    private readonly IzhikevichParameters _neuron;
    private readonly SampleClock _stepClock;
    private readonly double[] _reversalVolts;
    private readonly IzhikevichState[] _states;
    private readonly double[] _heldBack;
    private readonly long[] _spikeCounts;
    private readonly List<long>[] _firstSpikes;
    private readonly RecurrentSynapses? _network;
    private byte[] _spiked = [];

    /// <summary>All neurons at rest.</summary>
    /// <param name="neuron">Parameters, shared by all.</param>
    /// <param name="classes">Reversal potential of each class.</param>
    /// <param name="targets">Number of neurons.</param>
    /// <param name="stepClock">The step clock.</param>
    /// <param name="network">Who drives whom among these neurons, each with a delay of at least one step; null where none does.</param>
    public IzhikevichStage(IzhikevichParameters neuron, SynapseClasses classes, int targets, SampleClock stepClock, Wiring? network = null)
    {
        ArgumentNullException.ThrowIfNull(neuron);
        ArgumentNullException.ThrowIfNull(classes);
        _neuron = neuron;
        _stepClock = stepClock;
        _reversalVolts = [classes.Excitatory.ReversalVolts, classes.Inhibitory.ReversalVolts];
        _states = new IzhikevichState[targets];
        Array.Fill(_states, IzhikevichState.AtRest(neuron));
        _heldBack = new double[targets];
        Array.Fill(_heldBack, neuron.RestingVoltage);
        _spikeCounts = new long[targets];
        _firstSpikes = [.. Enumerable.Range(0, targets).Select(_ => new List<long>())];
        _network = network is null ? null : new RecurrentSynapses(network, classes, stepClock.PeriodSeconds);
    }

    /// <inheritdoc/>
    public string Name => "neurons";

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <summary>The spikes of each neuron so far; stable once the run has ended.</summary>
    public IReadOnlyList<OutputSpikes> OutputSpikes
        => [.. _spikeCounts.Select((count, target) => new OutputSpikes(count, [.. _firstSpikes[target]], _stepClock.TimeSeconds(Position)))];

    /// <summary>Called with every spike, its neuron and its step, as it occurs.</summary>
    public Action<int, long>? Spiked { get; set; }

    /// <inheritdoc/>
    public void Process(ConductanceBatch input, IOutput<VoltageBatch> output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        int targets = _states.Length;
        // Sample 0 is the initial state: nothing is integrated into it.
        int initial = input.Range.First == 0 ? 1 : 0;
        int steps = input.Range.Count - initial;
        VoltageBatch batch = _pool.Rent();
        batch.Reserve(steps + 1, targets);
        if (_network is null)
            batch.Spikes.Add(input.Spikes.Spikes);
        batch.SpikesCompleteThroughStep = input.Range.End;
        batch.IntendedTimestamp = input.Range.IntendedTimestamp;

        Span<double> rows = batch.Rows(steps + 1);
        _heldBack.CopyTo(rows);
        if (_spiked.Length < steps * targets)
            _spiked = new byte[steps * targets];
        int chunk = Math.Min(steps, _network?.ShortestDelaySteps ?? steps);
        for (int at = 0; at < steps; at += chunk)
            Advance(input, initial + at, Math.Min(chunk, steps - at), rows[(at * targets)..], batch.Spikes);
        rows[^targets..].CopyTo(_heldBack);
        long firstRowStep = input.Range.First + initial - 1;
        batch.Finish(firstRowStep, steps);
        Position = input.Range.End;
        output.Write(batch);
    }

    /// <inheritdoc/>
    public void Complete(IOutput<VoltageBatch> output, EndOfStream end)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (end == EndOfStream.Interrupted || Position == 0)
            return;
        VoltageBatch batch = _pool.Rent();
        batch.Reserve(1, _states.Length);
        _heldBack.CopyTo(batch.Rows(1));
        batch.Finish(Position - 1, 1);
        batch.SpikesCompleteThroughStep = Position;
        batch.IntendedTimestamp = 0;
        output.Write(batch);
    }

    // Takes some steps of the input at once; nothing that is sent within them arrives within them.
    private void Advance(ConductanceBatch input, int offset, int steps, Span<double> rows, SpikeList sent)
    {
        int targets = _states.Length;
        long first = input.Range.First + offset;
        _network?.AddTo(first, steps, input);
        Span<byte> spiked = _spiked.AsSpan(0, steps * targets);
        BlowUp blowUp = IzhikevichNeuron.Integrate(
            _neuron, _stepClock.PeriodSeconds, input.All[(offset * targets)..], input.ClassStride, _reversalVolts, _states,
            rows[..((steps + 1) * targets)], spiked);
        if (blowUp.Happened)
        {
            Position = first + blowUp.Step;
            throw new NotFiniteNumberException(string.Create(
                CultureInfo.InvariantCulture,
                $"the voltage of neuron {blowUp.Neuron} is not finite at {_stepClock.TimeSeconds(Position):0.######} s; "
                + $"a shorter timestep than {_stepClock.PeriodSeconds * 1e3:0.######} ms or weaker synapses keep Euler's method stable"));
        }
        TakeSpikes(spiked, first, sent);
    }

    private void TakeSpikes(ReadOnlySpan<byte> spiked, long firstStep, SpikeList sent)
    {
        for (int from = 0; from < spiked.Length;)
        {
            int next = spiked[from..].IndexOf((byte)1);
            if (next < 0)
                return;
            int at = from + next;
            int target = at % _states.Length;
            long step = firstStep + at / _states.Length;
            _spikeCounts[target]++;
            if (_firstSpikes[target].Count < Neurons.OutputSpikes.Kept)
                _firstSpikes[target].Add(step);
            Spiked?.Invoke(target, step);
            if (_network is not null)
            {
                sent.Add(new SpikeEvent(target, step));
                _network.Send(target, step);
            }
            from = at + 1;
        }
    }
}
