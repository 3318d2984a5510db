using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>Trains whose every spike is known before the recording starts: drawn beforehand, or read from a file.</summary>
public sealed class KnownSpikeTrains : ISpikeTrains
{
    private readonly SpikeEvent[] _merged;
    private int _next;

    /// <summary>Merges trains into one sequence.</summary>
    /// <param name="timesSeconds">Spike times of each train, s, ascending.</param>
    /// <param name="timestepSeconds">The step, s; each spike falls on the step nearest to it.</param>
    public KnownSpikeTrains(IReadOnlyList<double[]> timesSeconds, double timestepSeconds)
    {
        ArgumentNullException.ThrowIfNull(timesSeconds);
        Count = timesSeconds.Count;
        _merged = new SpikeEvent[timesSeconds.Sum(train => train.Length)];
        int at = 0;
        for (int source = 0; source < timesSeconds.Count; source++)
        {
            foreach (double time in timesSeconds[source])
                _merged[at++] = new SpikeEvent(source, SpikeClock.ToTick(time, timestepSeconds));
        }
        _merged.AsSpan().Sort(SpikeOrder.Compare);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public void ReadUntil(long endStep, SpikeList spikes)
    {
        ArgumentNullException.ThrowIfNull(spikes);
        int first = _next;
        while (_next < _merged.Length && _merged[_next].Tick < endStep)
            _next++;
        spikes.Add(_merged.AsSpan(first.._next));
    }
}
