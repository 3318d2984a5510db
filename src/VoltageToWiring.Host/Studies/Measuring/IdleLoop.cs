using VoltageToWiring.Streaming.Pacing;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>
/// A thread that wants to wake every millisecond and has nothing else to do: how late it wakes is what the machine does to anybody, and no
/// program on it can be expected to do better.
/// </summary>
internal sealed class IdleLoop : IDisposable
{
    private const double PeriodSeconds = 0.001;

    private readonly TimeProvider _time;
    private readonly LatencyHistogram _late;
    private readonly Thread _thread;
    private volatile bool _ended;

    /// <summary>Begins.</summary>
    /// <param name="time">Wall time, a real clock.</param>
    public IdleLoop(TimeProvider time)
    {
        _time = time;
        _late = new LatencyHistogram(time);
        _thread = new Thread(Loop) { IsBackground = true, Name = "idle loop" };
        _thread.Start();
    }

    /// <summary>Begins or ends counting.</summary>
    public bool Hears
    {
        set => _late.Hears = value;
    }

    /// <summary>Ends it, and says how late it woke.</summary>
    public LatencyHistogram End()
    {
        Dispose();
        return _late;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended = true;
        if (_thread.IsAlive)
            _thread.Join();
    }

    // On a fixed schedule, as the load: a wake that was missed counts as late, too.
    private void Loop()
    {
        long period = (long)(PeriodSeconds * _time.TimestampFrequency);
        long due = _time.GetTimestamp() + period;
        while (!_ended)
        {
            long now = FineSleep.Until(_time, due, spins: false);
            _late.Add(now - due);
            due += period;
        }
    }
}
