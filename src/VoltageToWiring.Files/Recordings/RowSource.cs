using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Files.Recordings;

/// <summary>Makes batches of rows of samples and of the spikes that fall into them. A gap ends a batch; where none follows it, an empty one says how far it goes.</summary>
internal sealed class RowSource(RecordingInfo info, IReadOnlyList<FrameRun> runs, SpikeEvent[] spikes, ISampleRows rows, int batchFrames)
    : ISource<RecordingBatch>, IDisposable
{
    private readonly Pool<RecordingBatch> _pool = new(() => new RecordingBatch());
    private readonly long _end = info.TotalFrames ?? throw new ArgumentException("The length of a file is known.", nameof(info));
    private int _run;
    private int _spike;
    private volatile bool _stopped;

    public string Name => "file";

    public long Position { get; private set; }

    public bool Stopped => _stopped && Position < _end;

    public ValueTask<bool> WaitForNextAsync() => ValueTask.FromResult(!_stopped && Position < _end);

    public RecordingBatch Next()
    {
        while (_run < runs.Count && runs[_run].End <= Position)
            _run++;
        FrameRun run = _run < runs.Count ? runs[_run] : new FrameRun(_end, 0);
        long rangeEnd = Math.Min(Position + batchFrames, _end);
        long first = Math.Min(Math.Max(Position, run.First), rangeEnd);
        int frames = (int)(Math.Min(run.End, rangeEnd) - first);
        RecordingBatch batch = _pool.Rent();
        batch.Reset(first, Math.Max(0, frames), info.Targets, info.SampleType);
        ReadRows(batch);
        Position = first + batch.FrameCount;
        TakeSpikes(batch);
        return batch;
    }

    private void ReadRows(RecordingBatch batch)
    {
        switch (info.SampleType)
        {
            case SampleType.Float32: rows.Read(batch.Float32); break;
            case SampleType.Float64: rows.Read(batch.Float64); break;
            default: rows.Read(batch.UInt16); break;
        }
    }

    public void Stop() => _stopped = true;

    public void Dispose() => rows.Dispose();

    // Spikes of an exposure that was not over when the recording ended come with its last frame.
    private void TakeSpikes(RecordingBatch batch)
    {
        int first = _spike;
        while (_spike < spikes.Length && (Position == _end || info.FrameOf(spikes[_spike].Tick) < Position))
            _spike++;
        batch.Spikes.Add(spikes.AsSpan(first, _spike - first));
        batch.SpikesCompleteThroughFrame = Position;
    }
}
