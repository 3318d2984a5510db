using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Streaming.Pacing;

/// <summary>
/// Says when, not what: cuts a recording into ranges of steps and releases each when its last step is over, at the pace asked for.
/// </summary>
public sealed class StepClock : ISource<StepRange>, IDisposable
{
    private readonly SampleClock _clock;
    private readonly long _end;
    private readonly int _batch;
    private readonly Pace _pace;
    private readonly TimeProvider _time;
    private readonly DueTimer _timer;
    private readonly StepGate? _gate;
    private long _start = -1;
    private volatile bool _stopped;

    /// <summary>A clock at step 0.</summary>
    /// <param name="clock">The step clock.</param>
    /// <param name="steps">Length of the recording in steps, at least 1.</param>
    /// <param name="batchSteps">Steps in a range; the last may be shorter. At least 1.</param>
    /// <param name="pace">How fast.</param>
    /// <param name="time">Wall time.</param>
    /// <param name="gate">How far it may go for now; null for to the end.</param>
    public StepClock(SampleClock clock, long steps, int batchSteps, Pace pace, TimeProvider time, StepGate? gate = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSteps);
        ArgumentNullException.ThrowIfNull(time);
        _clock = clock;
        _end = steps;
        _batch = batchSteps;
        _pace = pace;
        _time = time;
        _timer = new DueTimer(time);
        _gate = gate;
    }

    /// <inheritdoc/>
    public string Name => "clock";

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public bool Stopped => _stopped && Position < _end;

    private long RangeEnd => Math.Min(Position + _batch, Math.Min(_end, _gate?.EndStep ?? long.MaxValue));

    /// <inheritdoc/>
    public ValueTask<bool> WaitForNextAsync()
    {
        if (_stopped || Position >= _end)
            return ValueTask.FromResult(false);
        if (_start < 0)
            _start = _time.GetTimestamp();
        return _gate is null || Position < _gate.EndStep ? WaitUntilDueAsync() : WaitForGateAsync(_gate);
    }

    /// <inheritdoc/>
    public StepRange Next()
    {
        long end = RangeEnd;
        var range = new StepRange(Position, (int)(end - Position), _pace.Speed is null ? 0 : DueTimestamp(end));
        Position = end;
        return range;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _stopped = true;
        _timer.Stop();
        _gate?.Close();
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private async ValueTask<bool> WaitForGateAsync(StepGate gate)
        => await gate.WaitForAsync(Position).ConfigureAwait(false) && await WaitUntilDueAsync().ConfigureAwait(false);

    private ValueTask<bool> WaitUntilDueAsync()
        => _pace.Speed is null ? ValueTask.FromResult(true) : _timer.WaitUntilAsync(DueTimestamp(RangeEnd));

    /// <summary>Whether it goes at a pace rather than as fast as possible.</summary>
    public bool IsPaced => _pace.Speed is not null;

    /// <summary>When a step is over, at the pace asked for; of use once the first range was waited for.</summary>
    /// <param name="step">Index after the step.</param>
    /// <exception cref="InvalidOperationException">It goes as fast as possible.</exception>
    public long DueTimestamp(long step)
        => _start + (long)Math.Ceiling(_clock.TimeSeconds(step) / _pace.Speed!.Value * _time.TimestampFrequency);
}
