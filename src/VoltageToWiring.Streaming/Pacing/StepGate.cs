namespace VoltageToWiring.Streaming.Pacing;

/// <summary>
/// How far a recording may go for now: its clock releases no step beyond, and waits until the gate is moved on. Whoever may end a run on what
/// comes out of it holds the recording here until it has been judged, and the run ends at the same step however it is cut.
/// </summary>
public sealed class StepGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<bool>? _waiting;
    private long _end;
    private bool _closed;

    /// <summary>A gate at a step.</summary>
    /// <param name="endStep">Index after the last step that may be released, at least 1.</param>
    public StepGate(long endStep)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(endStep);
        _end = endStep;
    }

    /// <summary>Index after the last step that may be released.</summary>
    public long EndStep => Interlocked.Read(ref _end);

    /// <summary>Moves the gate on; never back.</summary>
    /// <param name="endStep">Index after the last step that may be released.</param>
    public void MoveTo(long endStep)
    {
        lock (_lock)
        {
            if (endStep <= _end)
                return;
            _end = endStep;
            _waiting?.TrySetResult(true);
            _waiting = null;
        }
    }

    /// <summary>Waits until a step may be released. One waiter at a time.</summary>
    /// <param name="step">Its index.</param>
    /// <returns>False when closed.</returns>
    internal ValueTask<bool> WaitForAsync(long step)
    {
        lock (_lock)
        {
            if (_closed)
                return ValueTask.FromResult(false);
            if (step < _end)
                return ValueTask.FromResult(true);
            _waiting = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask<bool>(_waiting.Task);
        }
    }

    internal void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _waiting?.TrySetResult(false);
            _waiting = null;
        }
    }
}
