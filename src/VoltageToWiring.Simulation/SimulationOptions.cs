using VoltageToWiring.Numerics.Neurons;
using VoltageToWiring.Simulation.Imaging;
using VoltageToWiring.Simulation.Networks;
using VoltageToWiring.Simulation.SpikeTrains;
using VoltageToWiring.Simulation.Synapses;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation;

/// <summary>Everything that defines a simulated recording, but its randomness.</summary>
public sealed record SimulationOptions
{
    /// <summary>Name of the recording.</summary>
    public required string Name { get; init; }

    /// <summary>The step clock; the spike clock of the recording is the same.</summary>
    public required SampleClock StepClock { get; init; }

    /// <summary>Length, steps.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>
    /// Mean rate of each drawn presynaptic train, Hz; ignored where <see cref="SpikeTimesSeconds"/> is given. In a network, the rate at which
    /// each neuron is to fire.
    /// </summary>
    public required IReadOnlyList<double> RatesHz { get; init; }

    /// <summary>Explicit spike times of each train, s, ascending. Default: drawn.</summary>
    public IReadOnlyList<double[]>? SpikeTimesSeconds { get; init; }

    /// <summary>How spikes follow each other in drawn trains. Default: Poisson.</summary>
    public SpikeProcess Process { get; init; } = SpikeProcess.Poisson;

    /// <summary>How the rates of all drawn trains go up and down together. Default: they do not.</summary>
    public RateModulation? Modulation { get; init; }

    /// <summary>Trains that share spikes with a drawn one, and come after those. Default: none.</summary>
    public TrainCopies? Copies { get; init; }

    /// <summary>The trains that the recording knows of. Default: all.</summary>
    public RecordedTrains Recorded
    {
        get => field ?? RecordedTrains.All(Trains);
        init;
    }

    /// <summary>Who is connected to whom.</summary>
    public required Wiring Wiring { get; init; }

    /// <summary>What drives the neurons of a recurrent network from outside; null, the default, where trains drive targets.</summary>
    public NetworkOptions? Network { get; init; }

    /// <summary>
    /// Rate at which every target is to fire, Hz: all strengths onto it are multiplied by what that takes. Default: strengths are as they are.
    /// </summary>
    public double? OutputRateHz { get; init; }

    /// <summary>Decay and reversal potential of each kind of synapse.</summary>
    public required SynapseClasses Synapses { get; init; }

    /// <summary>The postsynaptic neurons.</summary>
    public required IzhikevichParameters Neuron { get; init; }

    /// <summary>The camera.</summary>
    public required CameraOptions Camera { get; init; }

    /// <summary>How recorded trains differ from the true ones; null, the default, where they do not.</summary>
    public SpikeErrorOptions? SpikeErrors { get; init; }

    /// <summary>Length, s.</summary>
    public double DurationSeconds => StepClock.TimeSeconds(TotalSteps);

    /// <summary>Number of presynaptic trains that drive the targets, recorded or not.</summary>
    public int Trains => SpikeTimesSeconds?.Count ?? RatesHz.Count + (Copies?.Count ?? 0);

    /// <summary>Spikes that a train is expected to have in the recording.</summary>
    /// <param name="train">Index of the train.</param>
    public double ExpectedSpikes(int train)
        => SpikeTimesSeconds?[train].Length ?? RatesHz[train < RatesHz.Count ? train : Copies!.Of] * DurationSeconds;

    /// <summary>What reaches the neurons from outside: in a network its background, otherwise all there is.</summary>
    public SimulationOptions Drive => Network is { } network
        ? this with { Network = null, Wiring = network.BackgroundWiring(Wiring.Targets), RatesHz = network.BackgroundRatesHz(Wiring.Targets), Recorded = RecordedTrains.All(2 * Wiring.Targets) }
        : this;

    /// <summary>The clock of the frames.</summary>
    public SampleClock FrameClock => StepClock.DividedBy(Camera.StepsPerFrame);

    /// <summary>Frames in the recording.</summary>
    public long TotalFrames => TotalSteps / Camera.StepsPerFrame;
}
