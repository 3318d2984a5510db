using VoltageToWiring.Streaming.Pacing;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>A moment of a run.</summary>
/// <param name="TimeS">Since counting began, s; below 0 while the run warmed up.</param>
/// <param name="Waiting">Batches that waited in all links together.</param>
/// <param name="Gen0">Collections so far.</param>
/// <param name="Gen2">Collections of everything so far.</param>
/// <param name="PauseS">How long collections held all threads so far, s.</param>
/// <param name="LatencyS">The longest latency since the moment before, s.</param>
public readonly record struct RunMoment(double TimeS, int Waiting, int Gen0, int Gen2, double PauseS, double LatencyS);

/// <summary>
/// Looks at a run a hundred times a second, less often at a long one, from a thread of its own, into room that is there beforehand. Where a run
/// takes so much longer than it should that the room is full, every second moment makes room for what follows.
/// </summary>
internal sealed class RunWatch : IDisposable
{
    private const double ShortestPeriodSeconds = 0.01;
    private const int MostMoments = 20_000;

    private readonly TimeProvider _time;
    private readonly Func<int> _waiting;
    private readonly Action _counting;
    private readonly List<RunMoment> _moments;
    private readonly Thread _thread;
    private double _periodSeconds;
    private long _start;
    private long _longestTicks;
    private long _countingSince;
    private volatile bool _ended;

    /// <summary>A watch that is not running yet.</summary>
    /// <param name="seconds">How long it will look, about.</param>
    /// <param name="waiting">Says how many batches wait now.</param>
    /// <param name="counting">Called on its thread when it sees that counting has begun.</param>
    /// <param name="time">Wall time, a real clock.</param>
    public RunWatch(double seconds, Func<int> waiting, Action counting, TimeProvider time)
    {
        _counting = counting;
        _time = time;
        _waiting = waiting;
        _periodSeconds = Math.Max(ShortestPeriodSeconds, seconds / MostMoments);
        // In pairs, of which one can stay.
        _moments = new List<RunMoment>(2 * ((int)(0.75 * seconds / _periodSeconds) + 8));
        _thread = new Thread(Look) { IsBackground = true, Name = "watch" };
    }

    /// <summary>What was seen, the warm-up included; to be read when it has ended.</summary>
    public IReadOnlyList<RunMoment> Moments
    {
        get
        {
            double before = _countingSince == 0 ? 0 : _time.GetElapsedTime(_start, _countingSince).TotalSeconds;
            return [.. _moments.Select(moment => moment with { TimeS = moment.TimeS - before })];
        }
    }

    /// <summary>Begins.</summary>
    public void Start()
    {
        _start = _time.GetTimestamp();
        _thread.Start();
    }

    /// <summary>Counting has begun.</summary>
    /// <param name="timestamp">Since when.</param>
    public void CountFrom(long timestamp) => Volatile.Write(ref _countingSince, timestamp);

    /// <summary>A latency that was measured; the longest since the last look is kept.</summary>
    /// <param name="ticks">The latency.</param>
    public void Saw(long ticks)
    {
        if (ticks > Volatile.Read(ref _longestTicks))
            Volatile.Write(ref _longestTicks, ticks);
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _ended = true;
        if (_thread.IsAlive)
            _thread.Join();
    }

    private void Look()
    {
        bool isCounting = false;
        long next = _start;
        while (!_ended)
        {
            next += (long)(_periodSeconds * _time.TimestampFrequency);
            long now = FineSleep.Until(_time, next, spins: false);
            long longest = Interlocked.Exchange(ref _longestTicks, 0);
            if (_moments.Count == _moments.Capacity)
                MakeRoom();
            _moments.Add(new RunMoment(
                _time.GetElapsedTime(_start, now).TotalSeconds, _waiting(), GC.CollectionCount(0), GC.CollectionCount(2),
                GC.GetTotalPauseDuration().TotalSeconds, (double)longest / _time.TimestampFrequency));
            if (isCounting || Volatile.Read(ref _countingSince) == 0)
                continue;
            isCounting = true;
            _counting();
        }
    }

    // The second of each pair stays: what it counts includes the first, but for the longest latency.
    private void MakeRoom()
    {
        int kept = _moments.Count / 2;
        for (int i = 0; i < kept; i++)
            _moments[i] = _moments[2 * i + 1] with { LatencyS = Math.Max(_moments[2 * i].LatencyS, _moments[2 * i + 1].LatencyS) };
        _moments.RemoveRange(kept, _moments.Count - kept);
        _periodSeconds *= 2;
    }
}
