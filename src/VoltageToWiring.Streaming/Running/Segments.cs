using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Streaming.Running;

/// <summary>A part of a pipeline that runs as one task.</summary>
internal interface ISegment
{
    Task RunAsync();
}

/// <summary>The task that begins with the source.</summary>
internal sealed class SourceSegment<T>(ISource<T> source, Node<T> node, RunState run) : ISegment
{
    public async Task RunAsync()
    {
        bool interrupted = true;
        try
        {
            bool someoneReads = true;
            while (someoneReads && await source.WaitForNextAsync().ConfigureAwait(false))
            {
                node.Write(source.Next());
                while (someoneReads && !node.TryFlush())
                    someoneReads = await node.WaitForRoomAsync().ConfigureAwait(false);
            }
            interrupted = source.Stopped || !someoneReads || run.StopRequested;
            node.Complete(interrupted ? EndOfStream.Interrupted : EndOfStream.Drained);
            interrupted |= !await node.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            interrupted = true;
            run.Fail(source.Name, source.Position, cause);
            await node.ConcludeAsync().ConfigureAwait(false);
        }
        finally
        {
            node.Close(interrupted);
        }
    }
}

/// <summary>A task that reads a link.</summary>
internal sealed class LinkSegment<T>(Link<T> link, string name, Node<T> node, RunState run) : ISegment
{
    public async Task RunAsync()
    {
        bool interrupted = true;
        try
        {
            bool someoneReads = true;
            while (someoneReads && await link.WaitToReadAsync().ConfigureAwait(false))
            {
                while (someoneReads && link.TryRead(out T? item))
                {
                    node.Write(item);
                    while (someoneReads && !node.TryFlush())
                        someoneReads = await node.WaitForRoomAsync().ConfigureAwait(false);
                }
            }
            interrupted = link.Interrupted || !someoneReads || run.StopRequested;
            node.Complete(interrupted ? EndOfStream.Interrupted : EndOfStream.Drained);
            interrupted |= !await node.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            interrupted = true;
            run.Fail(name, 0, cause);
            await node.ConcludeAsync().ConfigureAwait(false);
        }
        finally
        {
            link.Abandon();
            node.Close(interrupted);
        }
    }
}
