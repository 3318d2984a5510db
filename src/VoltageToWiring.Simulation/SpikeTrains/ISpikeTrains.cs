using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>Presynaptic spike trains that are read once, from the start.</summary>
public interface ISpikeTrains
{
    /// <summary>Number of trains.</summary>
    int Count { get; }

    /// <summary>Appends the spikes before a step that were not read yet, ascending by step and, at one step, by train.</summary>
    /// <param name="endStep">The step to stop before; <see cref="long.MaxValue"/> at the end of the recording.</param>
    /// <param name="spikes">Receives them.</param>
    void ReadUntil(long endStep, SpikeList spikes);
}
