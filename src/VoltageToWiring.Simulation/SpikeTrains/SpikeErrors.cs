using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>How recorded trains differ from the true ones.</summary>
/// <param name="Missed">Fraction of the spikes that is missed, 0 to below 1.</param>
/// <param name="FalseRateHz">Rate at which each train has spikes that are none, Hz, at least 0.</param>
public sealed record SpikeErrorOptions(double Missed, double FalseRateHz);

/// <summary>Misses spikes of recorded trains and adds false ones; which ones depends on source and time alone.</summary>
internal sealed class SpikeErrors
{
    private readonly SpikeErrorOptions _options;
    private readonly double _stepSeconds;
    private readonly ulong _key;
    private readonly RandomStream[] _random;
    private readonly double[] _nextSeconds;
    private readonly SpikeList _kept = new();

    /// <param name="options">How often.</param>
    /// <param name="sources">Number of recorded trains.</param>
    /// <param name="stepSeconds">The step, s.</param>
    /// <param name="streams">Key <c>missed-spikes</c>, stream <c>false-spikes</c> of each source.</param>
    public SpikeErrors(SpikeErrorOptions options, int sources, double stepSeconds, RandomStreams streams)
    {
        _options = options;
        _stepSeconds = stepSeconds;
        _key = streams.Key("missed-spikes");
        _random = [.. Enumerable.Range(0, sources).Select(source => streams.Stream("false-spikes", source))];
        _nextSeconds = [.. _random.Select(NextInterval)];
    }

    /// <summary>Makes the spikes of a range what is recorded of them; call range after range.</summary>
    /// <param name="spikes">All spikes of the range, ascending by tick and source; changed.</param>
    /// <param name="endStep">Where the range ends.</param>
    public void Apply(SpikeList spikes, long endStep)
    {
        _kept.Clear();
        foreach (SpikeEvent spike in spikes.Spikes)
        {
            if (new CounterRandom(_key, (uint)spike.Tick, (uint)(spike.Tick >> 32), (uint)spike.Source).NextDouble() >= _options.Missed)
                _kept.Add(spike);
        }
        for (int source = 0; source < _nextSeconds.Length; source++)
            AddFalse(source, endStep);
        _kept.Spikes.Sort(SpikeOrder.Compare);
        spikes.Clear();
        foreach (SpikeEvent spike in _kept.Spikes)
        {
            // A false spike at the step of a true one is not seen.
            if (spikes.Count == 0 || spikes.Spikes[^1] != spike)
                spikes.Add(spike);
        }
    }

    private void AddFalse(int source, long endStep)
    {
        for (long step = Step(source); step < endStep; step = Step(source))
        {
            _kept.Add(new SpikeEvent(source, step));
            _nextSeconds[source] += NextInterval(_random[source]);
        }
    }

    private long Step(int source)
    {
        double step = _nextSeconds[source] / _stepSeconds;
        return step < long.MaxValue ? (long)step : long.MaxValue;
    }

    private double NextInterval(RandomStream random)
        => _options.FalseRateHz > 0 ? random.NextExponential(1 / _options.FalseRateHz) : double.PositiveInfinity;
}
