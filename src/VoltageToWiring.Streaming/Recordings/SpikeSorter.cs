namespace VoltageToWiring.Streaming.Recordings;

/// <summary>
/// Holds spikes until all of their time are known, and lets them out in the order of the recording. Devices report neurons one after the
/// other; inference then sees the same spikes in the same order, however they were cut into messages. Two spikes of one neuron in one tick stay
/// two: on a coarse clock that happens, and messages that come twice never get here.
/// </summary>
/// <param name="most">The most spikes held.</param>
public sealed class SpikeSorter(int most)
{
    private static readonly Comparison<SpikeEvent> ByTick = (a, b) => a.Tick != b.Tick ? a.Tick.CompareTo(b.Tick) : a.Source.CompareTo(b.Source);

    private readonly SpikeList _held = new();

    /// <summary>Spikes held now.</summary>
    public int Held => _held.Count;

    /// <summary>The most spikes held.</summary>
    public int Most => most;

    /// <summary>Whether so many more may be held.</summary>
    /// <param name="count">How many.</param>
    public bool HasRoomFor(int count) => count <= most - _held.Count;

    /// <summary>Takes spikes in.</summary>
    /// <param name="spikes">In any order.</param>
    /// <param name="offsetTicks">Added to each tick.</param>
    public void Add(ReadOnlySpan<SpikeEvent> spikes, long offsetTicks)
    {
        foreach (SpikeEvent spike in spikes)
            _held.Add(spike with { Tick = spike.Tick + offsetTicks });
    }

    /// <summary>Lets out the spikes before a tick.</summary>
    /// <param name="beforeTick">The tick.</param>
    /// <param name="to">Receives them, ascending by tick and, at one tick, by source.</param>
    public void Release(long beforeTick, SpikeList to)
    {
        Sort();
        int count = 0;
        foreach (SpikeEvent spike in _held.Spikes)
        {
            if (spike.Tick >= beforeTick)
                break;
            count++;
            to.Add(spike);
        }
        _held.RemoveFirst(count);
    }

    private void Sort()
    {
        Span<SpikeEvent> spikes = _held.Spikes;
        for (int i = 1; i < spikes.Length; i++)
        {
            if (ByTick(spikes[i - 1], spikes[i]) <= 0)
                continue;
            spikes.Sort(ByTick);
            return;
        }
    }
}
