using System.Globalization;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Files.Recordings.Logs;

/// <summary>The batches of a log, as they were recorded: late spikes are as late as they were.</summary>
internal sealed class LogSource(string path, RecordingInfo info, LogRecords records) : ISource<RecordingBatch>
{
    private readonly Pool<RecordingBatch> _pool = new(() => new RecordingBatch());
    private volatile bool _stopped;

    public string Name => "file";

    public long Position { get; private set; }

    public bool Stopped => _stopped && !records.IsAtEnd;

    public ValueTask<bool> WaitForNextAsync() => ValueTask.FromResult(!_stopped && !records.IsAtEnd);

    public RecordingBatch Next()
    {
        RecordingBatch batch = _pool.Rent();
        long at = records.Position;
        if (!records.TryRead() || !LogBatch.TryRead(path, info, records.Contents, batch))
        {
            throw new FileFormatException(
                string.Create(CultureInfo.InvariantCulture, $"{path}, frame {Position}"),
                string.Create(CultureInfo.InvariantCulture, $"a record at byte {at} that is not what was written (its checksum differs)"), "whole records");
        }
        if (batch.FirstFrame < Position)
        {
            throw new FileFormatException(
                path, string.Create(CultureInfo.InvariantCulture, $"frame {batch.FirstFrame} after frame {Position - 1}"), "frames that ascend");
        }
        Position = batch.FirstFrame + batch.FrameCount;
        return batch;
    }

    public void Stop() => _stopped = true;
}
