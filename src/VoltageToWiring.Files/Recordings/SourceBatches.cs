using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Files.Recordings;

/// <summary>Goes through the source of a file.</summary>
public static class SourceBatches
{
    /// <summary>Its batches, each good until the next is asked for. The source is disposed of at the end.</summary>
    /// <param name="source">A source that never waits, such as that of a file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static IEnumerable<RecordingBatch> Batches(this ISource<RecordingBatch> source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var owned = source as IDisposable;
        while (source.WaitForNextAsync().AsTask().GetAwaiter().GetResult())
        {
            cancellation.ThrowIfCancellationRequested();
            RecordingBatch batch = source.Next();
            yield return batch;
            batch.Return();
        }
    }
}
