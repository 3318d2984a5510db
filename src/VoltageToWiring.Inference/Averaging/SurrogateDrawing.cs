using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>
/// Draws whole-train surrogates, a few at a time. Where all random numbers are one sequence, one worker draws the numbers of the next few while
/// the others exchange the intervals of these.
/// </summary>
internal sealed class SurrogateDrawing : IPartitionedWork
{
    // Few enough for their numbers to stay in a cache, enough to share out.
    private const int Together = 16;

    private readonly SurrogateRandomness _random;
    private readonly int _surrogates;
    private readonly double _periodSeconds;
    private readonly int _ticksPerFrame;
    private readonly CancellationToken _cancellation;
    private readonly double[][] _intervals;
    private readonly SurrogateOnsets[] _surrogateOnsets;

    // By worker.
    private readonly double[][] _scratch;
    private readonly int[][] _onsets;

    // Of the surrogates that are made now, and of those that come next.
    private int[][] _exchanges;
    private int[][] _nextExchanges;
    private int _first;

    public SurrogateDrawing(
        IReadOnlyList<double[]> timesSeconds, SurrogateRandomness random, RecordingInfo info, SurrogateOnsets[] onsets, int workers,
        CancellationToken cancellation)
    {
        _random = random;
        _surrogates = onsets[0].Lengths.Length;
        _periodSeconds = info.SpikeClock.PeriodSeconds;
        _ticksPerFrame = checked((int)info.FrameClock.ToIndexOf(info.SpikeClock, 1));
        _cancellation = cancellation;
        _surrogateOnsets = onsets;
        _intervals = [.. timesSeconds.Select(times =>
        {
            var intervals = new double[times.Length];
            IntervalPermutation.Intervals(times, intervals);
            return intervals;
        })];
        int longest = timesSeconds.Max(train => train.Length);
        _scratch = [.. Enumerable.Range(0, workers).Select(_ => new double[longest])];
        _onsets = [.. _scratch.Select(_ => new int[longest])];
        _exchanges = [.. Enumerable.Range(0, Together).Select(_ => new int[longest])];
        _nextExchanges = random.InTurn ? [.. _exchanges.Select(_ => new int[longest])] : _exchanges;
    }

    private int All => _surrogateOnsets.Length * _surrogates;

    public void Run(WorkerTeam team)
    {
        // The first part draws for the next few; before the first few it is alone.
        for (_first = -Together; _first < All; _first += Together)
        {
            team.Run(1 + Together, this);
            (_exchanges, _nextExchanges) = (_nextExchanges, _exchanges);
        }
    }

    void IPartitionedWork.DoPart(int part, int worker)
    {
        if (part > 0)
            Make(part - 1, worker);
        else if (_random.InTurn)
            DrawNext();
    }

    private void DrawNext()
    {
        int end = Math.Min(_first + 2 * Together, All);
        for (int next = _first + Together; next < end; next++)
        {
            _cancellation.ThrowIfCancellationRequested();
            Draw(next, _nextExchanges[next - _first - Together]);
        }
    }

    private void Make(int slot, int worker)
    {
        int which = _first + slot;
        if (which < 0 || which >= All)
            return;
        _cancellation.ThrowIfCancellationRequested();
        if (!_random.InTurn)
            Draw(which, _exchanges[slot]);
        double[] intervals = _intervals[which / _surrogates];
        Span<int> onsets = _onsets[worker].AsSpan(0, intervals.Length);
        IntervalPermutation.Exchange(_exchanges[slot], intervals, _scratch[worker], _periodSeconds, _ticksPerFrame, onsets);
        _surrogateOnsets[which / _surrogates].Set(which % _surrogates, onsets);
    }

    private void Draw(int which, int[] exchanges)
        => IntervalPermutation.DrawExchanges(
            _random.Source(which / _surrogates, which % _surrogates), exchanges.AsSpan(0, _intervals[which / _surrogates].Length));
}
