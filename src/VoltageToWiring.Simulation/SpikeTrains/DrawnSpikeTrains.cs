using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation.SpikeTrains;

/// <summary>
/// Trains that are generated as the recording goes: each has its own random stream, and holds one spike ahead. Memory does not grow with the
/// recording.
/// </summary>
/// <remarks>
/// Streams: <c>spike-trains</c> of each drawn train, <c>rate-modulation</c>, and of each copy <c>copied-spikes</c> (which are copied) and
/// <c>copies</c> (its own).
/// </remarks>
public sealed class DrawnSpikeTrains : ISpikeTrains
{
    // Times of whole trains are gathered this far at a time.
    private const double ChunkSeconds = 10;

    private readonly TrainLimits _limits;
    private readonly long _totalSteps;
    private readonly OperationalClock? _clock;
    private readonly DrawnTrain[] _drawn;
    private readonly CopiedTrain[] _copied;
    private readonly int _original;

    // Most trains have no spike in a short range: a train is not even looked at before the step its next one falls on.
    private readonly long[] _noSpikeBefore;

    // The newest range: spike times of each train, s, and which trains have any.
    private readonly List<double>[] _taken;
    private readonly List<int> _withSpikes = [];

    /// <summary>Trains at their first spike.</summary>
    /// <param name="options">Rates, process, modulation and copies.</param>
    /// <param name="streams">Where their randomness comes from.</param>
    public DrawnSpikeTrains(SimulationOptions options, RandomStreams streams)
    {
        ArgumentNullException.ThrowIfNull(options);
        _limits = new TrainLimits(options.DurationSeconds, options.StepClock.PeriodSeconds);
        _totalSteps = options.TotalSteps;
        if (options.Modulation is { } modulation)
            _clock = new OperationalClock(modulation, streams.Stream("rate-modulation"));
        _drawn = new DrawnTrain[options.RatesHz.Count];
        for (int train = 0; train < _drawn.Length; train++)
            _drawn[train] = new DrawnTrain(options.Process.Begin(options.RatesHz[train]), streams.Stream("spike-trains", train));
        _copied = [];
        if (options.Copies is { } copies)
        {
            _original = copies.Of;
            _copied = new CopiedTrain[copies.Count];
            double ownHz = (1 - copies.Fraction) * options.RatesHz[copies.Of];
            for (int copy = 0; copy < copies.Count; copy++)
            {
                var own = new DrawnTrain(options.Process.Begin(ownHz), streams.Stream("copies", copy));
                _copied[copy] = new CopiedTrain(own, copies.Fraction, streams.Stream("copied-spikes", copy));
            }
        }
        _noSpikeBefore = new long[_drawn.Length];
        _taken = new List<double>[Count];
        for (int train = 0; train < Count; train++)
            _taken[train] = [];
    }

    /// <inheritdoc/>
    public int Count => _drawn.Length + _copied.Length;

    /// <inheritdoc/>
    public void ReadUntil(long endStep, SpikeList spikes)
    {
        ArgumentNullException.ThrowIfNull(spikes);
        TakeUntil(endStep);
        int first = spikes.Count;
        foreach (int train in _withSpikes)
        {
            foreach (double seconds in _taken[train])
                spikes.Add(new SpikeEvent(train, _limits.StepOf(seconds)));
        }
        spikes.Spikes[first..].Sort(SpikeOrder.Compare);
    }

    /// <summary>All spike times of every train, for surrogates that need the whole train; reads these trains to their end.</summary>
    /// <param name="cancellation">Looked at every ten seconds of recording.</param>
    /// <returns>Times in s, ascending, a train a row.</returns>
    public double[][] ReadAllTimes(CancellationToken cancellation = default)
    {
        var all = new List<double>[Count];
        for (int train = 0; train < Count; train++)
            all[train] = [];
        long chunk = Math.Max(1, (long)(ChunkSeconds / _limits.TimestepSeconds));
        for (long end = chunk; ; end += chunk)
        {
            cancellation.ThrowIfCancellationRequested();
            TakeUntil(end < _totalSteps ? end : long.MaxValue);
            foreach (int train in _withSpikes)
                all[train].AddRange(_taken[train]);
            if (end >= _totalSteps)
                break;
        }
        var rows = new double[Count][];
        for (int train = 0; train < Count; train++)
        {
            rows[train] = [.. all[train]];
            // Long recordings have many spikes; not all of them twice.
            all[train] = [];
        }
        return rows;
    }

    private void TakeUntil(long endStep)
    {
        // Spikes fall on the nearest step, up to half a step away: the clock covers the end itself, and keeps a step before it.
        double end = Math.Min(_limits.DurationSeconds, endStep * _limits.TimestepSeconds);
        _clock?.CoverUntil(end);
        foreach (int train in _withSpikes)
            _taken[train].Clear();
        _withSpikes.Clear();
        for (int train = 0; train < _drawn.Length; train++)
        {
            if (_noSpikeBefore[train] >= endStep)
                continue;
            _noSpikeBefore[train] = _drawn[train].Take(_clock, _limits, endStep, _taken[train]);
            NoteSpikesOf(train);
        }
        for (int copy = 0; copy < _copied.Length; copy++)
        {
            int train = _drawn.Length + copy;
            _copied[copy].Take(_taken[_original], _clock, _limits, endStep, _taken[train]);
            NoteSpikesOf(train);
        }
        _clock?.ForgetBefore(end - _limits.TimestepSeconds);
    }

    private void NoteSpikesOf(int train)
    {
        if (_taken[train].Count > 0)
            _withSpikes.Add(train);
    }
}
