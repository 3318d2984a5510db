using VoltageToWiring.Numerics.Neurons;
using VoltageToWiring.Simulation.Imaging;
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

    /// <summary>Mean rate of each presynaptic train, Hz; ignored where <see cref="SpikeTimesSeconds"/> is given.</summary>
    public required IReadOnlyList<double> RatesHz { get; init; }

    /// <summary>Explicit spike times of each train, s, ascending. Default: drawn.</summary>
    public IReadOnlyList<double[]>? SpikeTimesSeconds { get; init; }

    /// <summary>Who is connected to whom.</summary>
    public required Wiring Wiring { get; init; }

    /// <summary>Decay and reversal potential of each kind of synapse.</summary>
    public required SynapseClasses Synapses { get; init; }

    /// <summary>The postsynaptic neurons.</summary>
    public required IzhikevichParameters Neuron { get; init; }

    /// <summary>The camera.</summary>
    public required CameraOptions Camera { get; init; }

    /// <summary>Length, s.</summary>
    public double DurationSeconds => StepClock.TimeSeconds(TotalSteps);

    /// <summary>Number of presynaptic trains.</summary>
    public int Trains => SpikeTimesSeconds?.Count ?? RatesHz.Count;

    /// <summary>The clock of the frames.</summary>
    public SampleClock FrameClock => StepClock.DividedBy(Camera.StepsPerFrame);

    /// <summary>Frames in the recording.</summary>
    public long TotalFrames => TotalSteps / Camera.StepsPerFrame;
}
