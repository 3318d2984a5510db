using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>The one order of spikes in a stream: by step, then by train.</summary>
internal static class SpikeOrder
{
    public static readonly Comparison<SpikeEvent> Compare = static (a, b) =>
    {
        int byTick = a.Tick.CompareTo(b.Tick);
        return byTick != 0 ? byTick : a.Source.CompareTo(b.Source);
    };
}
