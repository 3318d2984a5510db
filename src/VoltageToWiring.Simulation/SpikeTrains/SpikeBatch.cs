using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>The presynaptic spikes of a range of steps.</summary>
public sealed class SpikeBatch : PooledItem<SpikeBatch>
{
    /// <summary>The steps.</summary>
    public StepRange Range { get; set; }

    /// <summary>Whether the recording ends with this range; it may then hold spikes that round to the step after it.</summary>
    public bool IsLast { get; set; }

    /// <summary>The spikes, ascending by step and, at one step, by train.</summary>
    public SpikeList Spikes { get; } = new();
}
