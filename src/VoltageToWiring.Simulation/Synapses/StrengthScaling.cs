using System.Globalization;
using VoltageToWiring.Numerics.Neurons;
using VoltageToWiring.Simulation.SpikeTrains;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Simulation.Synapses;

/// <summary>
/// Finds, for every target, what all strengths onto it must be multiplied by for it to fire at a wanted rate. Each pass drives eight copies of
/// a neuron, which differ in the scale of their input, through the recording's own trains.
/// </summary>
/// <remarks>
/// Conductances are proportional to the scale, so one pass of the first two stages serves all copies. The first ten minutes of the recording
/// are looked at, of a network, which has many neurons, the first. Cost: a pass takes about twice the simulation of that time, and there are four or five.
/// </remarks>
internal sealed class StrengthScaling
{
    private const double LongestSeconds = 600;
    private const double LongestSecondsOfNetwork = 60;
    private const double BatchSeconds = 0.1;

    // Far more background than it takes holds a neuron at the reversal potential of all of it, where it does not fire: the rate first rises
    // with the scale and then falls, and wide steps would miss the rise.
    private const double LowestOfNetwork = 0.02, HighestOfNetwork = 20;

    private const int Classes = 2;

    // Eight copies side by side take as long as this many.
    private const double StepsOfPass = 2;

    private readonly SimulationOptions _options;
    private readonly IReadOnlyList<double> _wantedHz;
    private readonly int _targets;
    private readonly long _steps;
    private readonly int _batchSteps;
    private readonly ScaleBracket[] _brackets;
    private readonly IzhikevichState[] _states;
    private readonly bool[] _blownUp;
    private readonly long[] _spikes;
    private readonly double[] _conductance;
    private readonly double[] _voltage;
    private readonly byte[] _spiked;

    // Input that no scale changes, of the range that is driven: kind, step, target.
    private readonly UnscaledInput? _unscaled;
    private readonly double[] _unscaledConductance;

    private StrengthScaling(SimulationOptions options, IReadOnlyList<double> wantedHz, UnscaledInput? unscaled)
    {
        _options = options;
        _wantedHz = wantedHz;
        _unscaled = unscaled;
        _targets = options.Wiring.Targets;
        double period = options.StepClock.PeriodSeconds;
        _steps = PassSteps(options, unscaled is not null);
        _batchSteps = (int)Math.Min(_steps, Math.Max(1, (long)(BatchSeconds / period)));
        _brackets = [.. Enumerable.Range(0, _targets).Select(_ => unscaled is null ? new ScaleBracket() : new ScaleBracket(LowestOfNetwork, HighestOfNetwork))];
        _states = new IzhikevichState[_targets * ScaleBracket.Tried];
        _blownUp = new bool[_states.Length];
        _spikes = new long[_states.Length];
        _conductance = new double[Classes * _batchSteps * ScaleBracket.Tried];
        _voltage = new double[(_batchSteps + 1) * ScaleBracket.Tried];
        _spiked = new byte[_batchSteps * ScaleBracket.Tried];
        _unscaledConductance = new double[Classes * _batchSteps * _targets];
    }

    /// <summary>Steps of each target that a search costs, about.</summary>
    /// <param name="options">The simulation.</param>
    public static double Steps(SimulationOptions options) => ScaleBracket.Passes * StepsOfPass * PassSteps(options, options.Network is not null);

    /// <summary>Finds the scales.</summary>
    /// <param name="options">The simulation.</param>
    /// <param name="wantedHz">The rate at which each target is to fire, Hz.</param>
    /// <param name="newTrains">Gives the trains of the recording, unread, at every call.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <param name="unscaled">Further input, which no scale changes; null for none.</param>
    /// <returns>A scale for each target.</returns>
    /// <exception cref="StageFaultException">No scale between a thousandth and a thousand makes a target fire at that rate.</exception>
    public static double[] Find(
        SimulationOptions options, IReadOnlyList<double> wantedHz, Func<ISpikeTrains> newTrains, CancellationToken cancellation,
        UnscaledInput? unscaled = null)
    {
        var search = new StrengthScaling(options, wantedHz, unscaled);
        for (int pass = 0; pass < ScaleBracket.Passes; pass++)
        {
            search.Drive(newTrains(), cancellation);
            search.Narrow();
        }
        return [.. search._brackets.Select(bracket => bracket.Best)];
    }

    private static long PassSteps(SimulationOptions options, bool network)
        => Math.Min(options.TotalSteps, Math.Max(1, (long)((network ? LongestSecondsOfNetwork : LongestSeconds) / options.StepClock.PeriodSeconds)));

    private void Drive(ISpikeTrains trains, CancellationToken cancellation)
    {
        Array.Fill(_states, IzhikevichState.AtRest(_options.Neuron));
        Array.Clear(_blownUp);
        Array.Clear(_spikes);
        Action<StepRange> drive = Through(trains, _options.Wiring, DriveTargets);
        Action<StepRange>? driveUnscaled = _unscaled is null ? null : Through(_unscaled.NewTrains(), _unscaled.Wiring, KeepUnscaled);
        for (long first = 0; first < _steps; first += _batchSteps)
        {
            cancellation.ThrowIfCancellationRequested();
            var range = new StepRange(first, (int)Math.Min(_batchSteps, _steps - first), 0);
            driveUnscaled?.Invoke(range);
            drive(range);
        }
    }

    // The first two stages, from a range of steps to its conductances.
    private Action<StepRange> Through(ISpikeTrains trains, Wiring wiring, Action<ConductanceBatch> take)
    {
        var generator = new SpikeGeneratorStage(trains, _options.TotalSteps);
        var conductances = new ConductanceStage(wiring, _options.Synapses, _options.StepClock.PeriodSeconds);
        var toTargets = new Handing<ConductanceBatch>(take);
        var toSynapses = new Handing<SpikeBatch>(spikes => conductances.Process(spikes, toTargets));
        return range => generator.Process(range, toSynapses);
    }

    private void KeepUnscaled(ConductanceBatch batch)
    {
        for (int kind = 0; kind < Classes; kind++)
            batch.Of((NeuronKind)kind).CopyTo(_unscaledConductance.AsSpan(kind * _batchSteps * _targets));
    }

    private void DriveTargets(ConductanceBatch batch)
    {
        for (int target = 0; target < _targets; target++)
            DriveTarget(batch, target);
    }

    // As in a run, nothing is integrated into the recording's first sample.
    private void DriveTarget(ConductanceBatch batch, int target)
    {
        int initial = batch.Range.First == 0 ? 1 : 0, steps = batch.Range.Count - initial, copies = ScaleBracket.Tried;
        int stride = steps * copies;
        for (int kind = 0; kind < Classes; kind++)
        {
            ReadOnlySpan<double> unscaled = batch.Of((NeuronKind)kind);
            ReadOnlySpan<double> more = _unscaledConductance.AsSpan(kind * _batchSteps * _targets, unscaled.Length);
            for (int copy = 0; copy < copies; copy++)
            {
                double scale = _blownUp[target * copies + copy] ? 0 : _brackets[target].Scale(copy);
                for (int step = 0; step < steps; step++)
                {
                    int at = (step + initial) * _targets + target;
                    _conductance[kind * stride + step * copies + copy] = scale * unscaled[at] + more[at];
                }
            }
        }
        Integrate(target, steps, stride);
    }

    private void Integrate(int target, int steps, int stride)
    {
        int copies = ScaleBracket.Tried;
        Span<IzhikevichState> states = _states.AsSpan(target * copies, copies);
        Span<byte> spiked = _spiked.AsSpan(0, stride);
        spiked.Clear();
        double[] reversals = [_options.Synapses.Excitatory.ReversalVolts, _options.Synapses.Inhibitory.ReversalVolts];
        // The neuron after a blow-up is begun anew without input: it must only not stop the others.
        IzhikevichState[] before = states.ToArray();
        while (IzhikevichNeuron.Integrate(
            _options.Neuron, _options.StepClock.PeriodSeconds, _conductance.AsSpan(0, Classes * stride), stride, reversals,
            states, _voltage.AsSpan(0, stride + copies), spiked) is { Happened: true, Neuron: var blown })
        {
            before[blown] = IzhikevichState.AtRest(_options.Neuron);
            before.CopyTo(states);
            _blownUp[target * copies + blown] = true;
            for (int at = blown; at < Classes * stride; at += copies)
                _conductance[at] = 0;
        }
        for (int at = 0; at < stride; at++)
            _spikes[target * copies + at % copies] += spiked[at];
    }

    private void Narrow()
    {
        double seconds = _options.StepClock.TimeSeconds(_steps);
        var rates = new double[ScaleBracket.Tried];
        for (int target = 0; target < _targets; target++)
        {
            for (int copy = 0; copy < rates.Length; copy++)
            {
                int at = target * rates.Length + copy;
                rates[copy] = _blownUp[at] ? double.PositiveInfinity : _spikes[at] / seconds;
            }
            // A neuron that others make fire faster than it is to gets the least background.
            bool others = _unscaled is not null && rates[0] > _wantedHz[target];
            if (!_brackets[target].Narrow(rates, _wantedHz[target]) && !others)
                throw Unreachable(target, rates);
        }
    }

    private StageFaultException Unreachable(int target, double[] rates)
        => new("synapses", 0, new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"no strength makes neuron {target} fire at {_wantedHz[target]:0.###} Hz; with {(_unscaled is null ? "a thousandth to a thousand" : "a fiftieth to twenty")} times the given strengths it fires at {rates.Where(double.IsFinite).Min():0.###} to {rates.Where(double.IsFinite).Max():0.###} Hz")));

    // Hands on what a stage writes, and gives it back to its pool.
    private sealed class Handing<T>(Action<T> take) : IOutput<T>
        where T : IPooledItem
    {
        public bool StopRequested => false;

        public void Write(T item)
        {
            take(item);
            item.Return();
        }
    }
}

/// <summary>Input beside what is scaled.</summary>
/// <param name="Wiring">Its synapses.</param>
/// <param name="NewTrains">Gives its trains, unread, at every call.</param>
internal sealed record UnscaledInput(Wiring Wiring, Func<ISpikeTrains> NewTrains);
