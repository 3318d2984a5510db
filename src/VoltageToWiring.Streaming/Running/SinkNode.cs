using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Streaming.Running;

/// <summary>The end of a pipeline whose taker has to wait: what is written waits here, never longer than one input's worth, until it is taken.</summary>
internal sealed class SinkNode<T>(ISink<T> sink, RunState run) : Node<T>(run)
{
    private readonly Queue<T> _pending = new();

    public override void Write(T item) => _pending.Enqueue(item);

    public override bool TryFlush() => _pending.Count == 0;

    public override async ValueTask<bool> WaitForRoomAsync()
    {
        T item = _pending.Dequeue();
        try
        {
            return await sink.TakeAsync(item).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is not StageFaultException)
        {
            throw new StageFaultException(sink.Name, sink.Position, cause);
        }
        finally
        {
            Return(item);
        }
    }

    public override void Complete(EndOfStream end)
    {
    }

    public override void Close(bool interrupted)
    {
        while (_pending.TryDequeue(out T? item))
            Return(item);
    }

    private static void Return(T item)
    {
        if (item is IPooledItem pooled)
            pooled.Return();
    }
}
