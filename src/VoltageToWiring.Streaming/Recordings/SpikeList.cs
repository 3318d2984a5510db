namespace VoltageToWiring.Streaming.Recordings;

/// <summary>A growing list of spikes that keeps its memory when it is emptied.</summary>
public sealed class SpikeList
{
    private const int FewestRooms = 64;

    private SpikeEvent[] _spikes = [];

    /// <summary>How many spikes it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The spikes, until the list is changed.</summary>
    public Span<SpikeEvent> Spikes => _spikes.AsSpan(0, Count);

    /// <summary>Empties the list.</summary>
    public void Clear() => Count = 0;

    /// <summary>Appends a spike.</summary>
    /// <param name="spike">The spike.</param>
    public void Add(SpikeEvent spike)
    {
        EnsureRoom(Count + 1);
        _spikes[Count++] = spike;
    }

    /// <summary>Appends spikes.</summary>
    /// <param name="spikes">The spikes, in their order.</param>
    public void Add(ReadOnlySpan<SpikeEvent> spikes)
    {
        EnsureRoom(Count + spikes.Length);
        spikes.CopyTo(_spikes.AsSpan(Count));
        Count += spikes.Length;
    }

    /// <summary>Removes the first spikes.</summary>
    /// <param name="count">How many.</param>
    public void RemoveFirst(int count)
    {
        Spikes[count..].CopyTo(_spikes);
        Count -= count;
    }

    private void EnsureRoom(int count)
    {
        // Four times what is needed: batches have now more spikes, now fewer, and must not need more room for each that has the most so far.
        if (count > _spikes.Length)
            Array.Resize(ref _spikes, Math.Max(FewestRooms, 4 * count));
    }
}
