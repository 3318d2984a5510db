using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Streaming.Timing;

namespace VoltageToWiring.Streaming.Running;

/// <summary>What the parts of a running pipeline share: whether it is to stop, and why.</summary>
internal sealed class RunState
{
    private readonly List<Action> _onStop = [];
    private StageFaultException? _fault;
    private int _stopping;

    public bool StopRequested => Volatile.Read(ref _stopping) != 0;

    public StageFaultException? Fault => Volatile.Read(ref _fault);

    public void OnStop(Action action) => _onStop.Add(action);

    public void RequestStop()
    {
        if (Interlocked.Exchange(ref _stopping, 1) != 0)
            return;
        foreach (Action action in _onStop)
            action();
    }

    public void Fail(string where, long position, Exception cause)
    {
        StageFaultException fault = cause as StageFaultException ?? new StageFaultException(where, position, cause);
        Interlocked.CompareExchange(ref _fault, fault, null);
        RequestStop();
    }
}

/// <summary>One link of the chain inside a task: takes an item, passes on what comes of it.</summary>
internal abstract class Node<T>(RunState run) : IOutput<T>
{
    public bool StopRequested => Run.StopRequested;

    protected RunState Run { get; } = run;

    public abstract void Write(T item);

    /// <summary>Lets what was written leave the task, as far as there is room. True when nothing is left.</summary>
    public abstract bool TryFlush();

    /// <summary>After a flush that left something: waits for room. False when nobody reads any more.</summary>
    public abstract ValueTask<bool> WaitForRoomAsync();

    public abstract void Complete(EndOfStream end);

    /// <summary>The last call, whatever happened before.</summary>
    public abstract void Close(bool interrupted);

    /// <summary>Lets all that was written leave the task. False when nobody reads it any more.</summary>
    // At the end of a run: it makes an object for its waits. Segments wait themselves.
    public async ValueTask<bool> FlushAsync()
    {
        while (!TryFlush())
        {
            if (!await WaitForRoomAsync().ConfigureAwait(false))
                return false;
        }
        return true;
    }

    /// <summary>After a fault: lets the stages that did not fail conclude. What they throw in turn is of no more interest.</summary>
    public async ValueTask ConcludeAsync()
    {
        try
        {
            Complete(EndOfStream.Interrupted);
            await FlushAsync().ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            Run.Fail("conclusion", 0, cause);
        }
    }
}

/// <summary>A stage and what follows it in the same task.</summary>
internal sealed class StageNode<TIn, TOut>(IStage<TIn, TOut> stage, Node<TOut> next, StageMeter meter, RunState run) : Node<TIn>(run)
{
    // A stage that failed has nothing to conclude, and none concludes twice.
    private bool _ended;

    public override void Write(TIn item)
    {
        long start = meter.Enter();
        try
        {
            stage.Process(item, next);
        }
        catch (Exception cause) when (cause is not StageFaultException)
        {
            _ended = true;
            throw new StageFaultException(stage.Name, stage.Position, cause);
        }
        finally
        {
            meter.Leave(start);
            if (item is IPooledItem pooled)
                pooled.Return();
        }
    }

    public override bool TryFlush() => next.TryFlush();

    public override ValueTask<bool> WaitForRoomAsync() => next.WaitForRoomAsync();

    public override void Complete(EndOfStream end)
    {
        try
        {
            if (!_ended)
            {
                _ended = true;
                stage.Complete(next, end);
            }
        }
        catch (Exception cause) when (cause is not StageFaultException)
        {
            throw new StageFaultException(stage.Name, stage.Position, cause);
        }
        next.Complete(end);
    }

    public override void Close(bool interrupted) => next.Close(interrupted);
}

/// <summary>Looks at what passes.</summary>
internal sealed class TapNode<T>(Action<T> look, Node<T> next, RunState run) : Node<T>(run)
{
    public override void Write(T item)
    {
        look(item);
        next.Write(item);
    }

    public override bool TryFlush() => next.TryFlush();

    public override ValueTask<bool> WaitForRoomAsync() => next.WaitForRoomAsync();

    public override void Complete(EndOfStream end) => next.Complete(end);

    public override void Close(bool interrupted) => next.Close(interrupted);
}

/// <summary>The end of a task: what is written waits here, never longer than one input's worth, until the link has room.</summary>
internal sealed class LinkNode<T>(Link<T> link, RunState run) : Node<T>(run)
{
    private readonly Queue<T> _pending = new();

    public override void Write(T item) => _pending.Enqueue(item);

    public override bool TryFlush()
    {
        while (_pending.TryPeek(out T? item))
        {
            if (!link.TryWrite(item))
                return false;
            _pending.Dequeue();
        }
        return true;
    }

    public override ValueTask<bool> WaitForRoomAsync() => link.WaitToWriteAsync();

    public override void Complete(EndOfStream end)
    {
    }

    public override void Close(bool interrupted)
    {
        while (_pending.TryDequeue(out T? item))
            link.Abandon(item);
        link.Complete(interrupted);
    }
}

/// <summary>The end of a pipeline.</summary>
internal sealed class ObserverNode<T>(IObserver<T> observer, RunState run) : Node<T>(run)
{
    public override void Write(T item)
    {
        try
        {
            observer.OnNext(item);
        }
        catch (Exception cause)
        {
            throw new StageFaultException("observer", 0, cause);
        }
    }

    public override bool TryFlush() => true;

    public override ValueTask<bool> WaitForRoomAsync() => ValueTask.FromResult(true);

    public override void Complete(EndOfStream end)
    {
    }

    public override void Close(bool interrupted)
    {
        try
        {
            if (Run.Fault is { } fault)
                observer.OnError(fault);
            else
                observer.OnCompleted();
        }
        catch (Exception cause)
        {
            Run.Fail("observer", 0, cause);
        }
    }
}

/// <summary>Counts a stage's items and time; read from other threads.</summary>
internal sealed class StageMeter(IStageStatus stage, TimeProvider time, IDurations? work = null)
{
    private long _items;
    private long _ticks;
    private long _innerAtEntry;

    /// <summary>The stage that shares this one's task and comes next; its time is not this one's.</summary>
    public StageMeter? Inner { get; set; }

    public long Enter()
    {
        _innerAtEntry = Inner?._ticks ?? 0;
        return time.GetTimestamp();
    }

    public void Leave(long start)
    {
        long ticks = time.GetTimestamp() - start;
        Volatile.Write(ref _ticks, _ticks + ticks);
        Volatile.Write(ref _items, _items + 1);
        work?.Add(ticks - ((Inner?._ticks ?? 0) - _innerAtEntry));
    }

    public StageCounters Read()
    {
        long ticks = Volatile.Read(ref _ticks) - (Inner is null ? 0 : Volatile.Read(ref Inner._ticks));
        return new StageCounters(
            stage.Name, stage.Position, Volatile.Read(ref _items), Math.Max(0, (double)ticks / time.TimestampFrequency));
    }
}
