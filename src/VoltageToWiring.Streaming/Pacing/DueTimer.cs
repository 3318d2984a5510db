using System.Threading.Tasks.Sources;

namespace VoltageToWiring.Streaming.Pacing;

/// <summary>Waits until a timestamp of a <see cref="TimeProvider"/>, again and again, without allocating. One waiter at a time.</summary>
internal sealed class DueTimer : IValueTaskSource<bool>, IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = true };
    private bool _waiting;
    private bool _stopped;

    public DueTimer(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static self => ((DueTimer)self!).Finish(due: true), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits until a timestamp has passed.</summary>
    /// <returns>False when stopped.</returns>
    public ValueTask<bool> WaitUntilAsync(long timestamp)
    {
        lock (_gate)
        {
            if (_stopped)
                return ValueTask.FromResult(false);
            long now = _time.GetTimestamp();
            if (now >= timestamp)
                return ValueTask.FromResult(true);
            _wait.Reset();
            _waiting = true;
            // Timers count whole milliseconds and round down; waking early would mean spinning.
            double milliseconds = Math.Ceiling(_time.GetElapsedTime(now, timestamp).TotalMilliseconds);
            _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
            return new ValueTask<bool>(this, _wait.Version);
        }
    }

    public void Stop()
    {
        lock (_gate)
            _stopped = true;
        Finish(due: false);
    }

    public void Dispose() => _timer.Dispose();

    bool IValueTaskSource<bool>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _wait.OnCompleted(continuation, state, token, flags);

    private void Finish(bool due)
    {
        lock (_gate)
        {
            if (!_waiting)
                return;
            _waiting = false;
            _wait.SetResult(due);
        }
    }
}
