using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Simulation.Imaging;
using VoltageToWiring.Simulation.Neurons;
using VoltageToWiring.Simulation.SpikeTrains;
using VoltageToWiring.Simulation.Synapses;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Streaming.Timing;

namespace VoltageToWiring.Simulation;

/// <summary>A simulated recording: four stages that make what a rig would send, and the truth that a rig does not know.</summary>
public sealed class SimulatedRecording
{
    private readonly SimulationOptions _options;
    private readonly SimulationRandomness _randomness;
    private readonly IzhikevichStage _neurons;
    private readonly RecordedTrains _recorded;
    private DrawnRecording? _drawn;

    // What reaches the neurons from outside.
    private Wiring _wiring;

    /// <summary>A recording that is ready to be prepared and run, once.</summary>
    /// <param name="options">What to simulate.</param>
    /// <param name="randomness">Where its randomness comes from.</param>
    public SimulatedRecording(SimulationOptions options, SimulationRandomness randomness)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(randomness);
        if (options.Trains != options.Wiring.TrainKinds.Count)
        {
            throw new ArgumentException(
                $"There are {options.Trains} trains, but the wiring has {options.Wiring.TrainKinds.Count}.", nameof(options));
        }
        if (options.Recorded.Total != options.Trains)
            throw new ArgumentException($"There are {options.Trains} trains, but {options.Recorded.Total} are recorded or not.", nameof(options));
        if (options is { SpikeTimesSeconds: not null } and not { Process: PoissonProcess, Modulation: null, Copies: null })
            throw new ArgumentException("Given spike times are neither drawn, modulated nor copied.", nameof(options));
        if (options is { Network: not null } and not { SpikeTimesSeconds: null, Process: PoissonProcess, Modulation: null, Copies: null, OutputRateHz: null })
            throw new ArgumentException("A network's spikes are its own: neither given nor modulated, copied or scaled.", nameof(options));
        _options = options;
        _wiring = options.Drive.Wiring;
        _recorded = options.Recorded;
        Truth = _recorded.TruthOf(options.Wiring);
        _randomness = randomness;
        _neurons = new IzhikevichStage(
            options.Neuron, options.Synapses, options.Wiring.Targets, options.StepClock, options.Network is null ? null : options.Wiring);
        Info = InfoOf(options, randomness);
    }

    /// <summary>What a rig would declare beforehand.</summary>
    public RecordingInfo Info { get; }

    /// <summary>What a rig would declare of a recording that is not made yet.</summary>
    /// <param name="options">What to simulate.</param>
    /// <param name="randomness">Where its randomness comes from.</param>
    public static RecordingInfo InfoOf(SimulationOptions options, SimulationRandomness randomness)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(randomness);
        return new RecordingInfo
        {
            Name = options.Name,
            FrameClock = options.FrameClock,
            SpikeClock = options.StepClock,
            Sources = options.Recorded.Count,
            Targets = options.Wiring.Targets,
            SampleType = randomness.SampleType,
            TotalFrames = options.TotalFrames,
            TrainsKnownBeforehand = options is { Network: null, SpikeErrors: null },
            SourcesAreTargets = options.Network is not null,
        };
    }

    /// <summary>Steps of each target that finding the strengths for a wanted output rate costs, about.</summary>
    /// <param name="options">The simulation.</param>
    /// <returns>0 where no rate is wanted.</returns>
    public static double ScalingSteps(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options is { OutputRateHz: null, Network: null } ? 0 : StrengthScaling.Steps(options);
    }

    /// <summary>The ground truth of the recorded trains.</summary>
    public Wiring Truth { get; }

    /// <summary>The ground truth among the targets: a network's wiring; otherwise none of them drives another.</summary>
    public Wiring TruthOfTargets => _options.Network is not null
        ? _options.Wiring
        : new Wiring([.. Enumerable.Repeat(NeuronKind.Excitatory, _options.Wiring.Targets)], _options.Wiring.Targets, []);

    /// <summary>The spikes of the postsynaptic neurons; stable once the run has ended.</summary>
    public IReadOnlyList<OutputSpikes> OutputSpikes => _neurons.OutputSpikes;

    /// <summary>Called with every true spike of a target, its index and its step, by the task of the neurons.</summary>
    public Action<int, long>? TargetSpiked
    {
        get => _neurons.Spiked;
        set => _neurons.Spiked = value;
    }

    /// <summary>
    /// What the strengths onto each target, in a network those of its background, were multiplied by for it to fire at the wanted rate; null
    /// where none is wanted, and before <see cref="Prepare"/>.
    /// </summary>
    public IReadOnlyList<double>? StrengthScales { get; private set; }

    private DrawnRecording Drawn => _drawn ?? throw new InvalidOperationException("The recording was not prepared.");

    /// <summary>Draws what must be drawn before the first step; call once, before everything below.</summary>
    /// <param name="cancellation">Ends the drawing.</param>
    /// <exception cref="StageFaultException">A target cannot fire at the wanted rate.</exception>
    public void Prepare(CancellationToken cancellation = default)
    {
        _drawn = _randomness.Begin(_options, cancellation);
        StrengthScales = FindScales(_drawn, cancellation);
        if (StrengthScales is not null)
            _wiring = _wiring.Scaled(StrengthScales);
    }

    private double[]? FindScales(DrawnRecording drawn, CancellationToken cancellation)
    {
        if (_options.Network is not null)
        {
            return StrengthScaling.Find(
                _options.Drive, _options.RatesHz, drawn.NewTrains, cancellation,
                new UnscaledInput(_options.Wiring, () => _randomness.ThoughtTrains(_options)));
        }
        return _options.OutputRateHz is { } wantedHz
            ? StrengthScaling.Find(_options, [.. Enumerable.Repeat(wantedHz, _options.Wiring.Targets)], drawn.NewTrains, cancellation)
            : null;
    }

    /// <summary>All spike times of every recorded train, s: a simulation knows them before it runs; of a network nobody does.</summary>
    public double[][] KnownSpikeTimesSeconds() => _recorded.OfSources(Drawn.AllTimesSeconds());

    /// <summary>
    /// The random source of each whole-train surrogate. Ask for train after train, and for each train surrogate after surrogate.
    /// </summary>
    public Func<int, int, IRandomSource> SurrogateRandom() => Drawn.SurrogateRandom();

    /// <summary>Whether those sources are one sequence, which must be used in that order; otherwise they are independent.</summary>
    public bool SurrogatesInTurn => _randomness.IsOneSequence;

    /// <summary>The four stages, from the clock to the camera.</summary>
    /// <param name="clock">Says when.</param>
    /// <param name="links">Says where links are.</param>
    /// <param name="time">Wall time.</param>
    /// <param name="probe">Looks into them and what follows; null for nobody.</param>
    public Flow<RecordingBatch> Start(StepClock clock, LinkPlan links, TimeProvider time, IFlowProbe? probe = null)
    {
        ArgumentNullException.ThrowIfNull(links);
        return Flow.From(clock, time, probe)
            .Through(new SpikeGeneratorStage(Drawn.NewTrains(), _options.TotalSteps))
            .ToConductance(new ConductanceStage(_wiring, _options.Synapses, _options.StepClock.PeriodSeconds), links)
            .Integrate(_neurons, links)
            .Image(NewCamera(time), links);
    }

    private ImagingStage NewCamera(TimeProvider time)
    {
        Sensor? sensor = _options.Camera.Sensor == SensorOptions.Ideal
            ? null
            : new Sensor(_options.Camera.Sensor, _options.Camera, _options.Neuron, Info, _options.StepClock, Drawn.Streams!.Value);
        SpikeErrors? errors = _options.SpikeErrors is null
            ? null
            : new SpikeErrors(_options.SpikeErrors, Info.Sources, _options.StepClock.PeriodSeconds, Drawn.Streams!.Value);
        return new ImagingStage(_options.Camera, _options.Neuron, Info, _recorded, Drawn.Noise, Drawn.Invalid, time, sensor, errors);
    }
}
