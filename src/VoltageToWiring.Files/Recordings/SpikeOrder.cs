using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings;

/// <summary>The order of spikes in a recording: by tick and, at one tick, by source.</summary>
internal sealed class SpikeOrder : IComparer<SpikeEvent>
{
    public static SpikeOrder Instance { get; } = new();

    /// <summary>Brings spikes into their order; those that are in it stay as they are.</summary>
    public static SpikeEvent[] Sorted(SpikeEvent[] spikes)
    {
        for (int i = 1; i < spikes.Length; i++)
        {
            if (Instance.Compare(spikes[i - 1], spikes[i]) > 0)
            {
                Array.Sort(spikes, Instance);
                break;
            }
        }
        return spikes;
    }

    public int Compare(SpikeEvent x, SpikeEvent y) => x.Tick != y.Tick ? x.Tick.CompareTo(y.Tick) : x.Source.CompareTo(y.Source);
}
