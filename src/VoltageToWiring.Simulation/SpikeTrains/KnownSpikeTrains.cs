using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>
/// Trains whose every spike is known before the recording starts: drawn beforehand, or read from a file. They are merged as they are read.
/// </summary>
public sealed class KnownSpikeTrains : ISpikeTrains
{
    private readonly IReadOnlyList<double[]> _timesSeconds;
    private readonly double _timestepSeconds;
    private readonly int[] _next;

    // The trains that have spikes left, the one whose next spike comes first in front; at one step the lower train.
    private readonly PriorityQueue<int, long> _trains = new();

    /// <summary>Trains at their first spike.</summary>
    /// <param name="timesSeconds">Spike times of each train, s, ascending.</param>
    /// <param name="timestepSeconds">The step, s; each spike falls on the step nearest to it.</param>
    public KnownSpikeTrains(IReadOnlyList<double[]> timesSeconds, double timestepSeconds)
    {
        ArgumentNullException.ThrowIfNull(timesSeconds);
        _timesSeconds = timesSeconds;
        _timestepSeconds = timestepSeconds;
        _next = new int[timesSeconds.Count];
        for (int train = 0; train < Count; train++)
        {
            if (timesSeconds[train].Length > 0)
                _trains.Enqueue(train, OrderOfNext(train));
        }
    }

    /// <inheritdoc/>
    public int Count => _timesSeconds.Count;

    /// <inheritdoc/>
    public void ReadUntil(long endStep, SpikeList spikes)
    {
        ArgumentNullException.ThrowIfNull(spikes);
        while (_trains.TryPeek(out int train, out long order) && order / Count < endStep)
        {
            spikes.Add(new SpikeEvent(train, order / Count));
            if (++_next[train] < _timesSeconds[train].Length)
                _trains.DequeueEnqueue(train, OrderOfNext(train));
            else
                _trains.Dequeue();
        }
    }

    private long OrderOfNext(int train)
        => checked(SpikeClock.ToTick(_timesSeconds[train][_next[train]], _timestepSeconds) * Count + train);
}
