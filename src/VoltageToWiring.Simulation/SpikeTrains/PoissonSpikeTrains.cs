using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>
/// Poisson trains that are generated as the recording goes: each train has its own random stream, and holds one spike ahead. Memory does not
/// grow with the recording.
/// </summary>
public sealed class PoissonSpikeTrains : ISpikeTrains
{
    private readonly RandomStream[] _random;
    private readonly double[] _meanIntervalSeconds;
    private readonly double[] _nextSeconds;
    private readonly double _timestepSeconds;
    private readonly double _durationSeconds;

    /// <summary>Trains at their first spike.</summary>
    /// <param name="ratesHz">Mean rate of each train, Hz, at least 0; a train of rate 0 is silent.</param>
    /// <param name="durationSeconds">Only spikes before this time occur, s.</param>
    /// <param name="timestepSeconds">The step, s.</param>
    /// <param name="streams">Stream <c>spike-trains</c>, one for each train.</param>
    public PoissonSpikeTrains(IReadOnlyList<double> ratesHz, double durationSeconds, double timestepSeconds, RandomStreams streams)
    {
        ArgumentNullException.ThrowIfNull(ratesHz);
        Count = ratesHz.Count;
        _timestepSeconds = timestepSeconds;
        _durationSeconds = durationSeconds;
        _random = new RandomStream[Count];
        _meanIntervalSeconds = new double[Count];
        _nextSeconds = new double[Count];
        for (int train = 0; train < Count; train++)
        {
            _random[train] = streams.Stream("spike-trains", train);
            _meanIntervalSeconds[train] = 1 / ratesHz[train];
            Advance(train);
        }
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public void ReadUntil(long endStep, SpikeList spikes)
    {
        ArgumentNullException.ThrowIfNull(spikes);
        int first = spikes.Count;
        for (int train = 0; train < Count; train++)
        {
            while (_nextSeconds[train] < _durationSeconds)
            {
                long tick = SpikeClock.ToTick(_nextSeconds[train], _timestepSeconds);
                if (tick >= endStep)
                    break;
                spikes.Add(new SpikeEvent(train, tick));
                Advance(train);
            }
        }
        spikes.Spikes[first..].Sort(SpikeOrder.Compare);
    }

    /// <summary>All spike times of every train, for surrogates that need the whole train; reads these trains to their end.</summary>
    /// <param name="cancellation">Looked at after every train.</param>
    /// <returns>Times in s, ascending, a train a row.</returns>
    public double[][] ReadAllTimes(CancellationToken cancellation = default)
    {
        var times = new double[Count][];
        for (int train = 0; train < Count; train++)
        {
            cancellation.ThrowIfCancellationRequested();
            var all = new List<double>();
            for (; _nextSeconds[train] < _durationSeconds; Advance(train))
                all.Add(_nextSeconds[train]);
            times[train] = [.. all];
        }
        return times;
    }

    private void Advance(int train) => _nextSeconds[train] += _random[train].NextExponential(_meanIntervalSeconds[train]);
}
