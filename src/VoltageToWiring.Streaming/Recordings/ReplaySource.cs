using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Streaming.Recordings;

/// <summary>
/// Plays a stored stretch over and over, on a schedule that is fixed beforehand: each batch is due when its last frame is over, whether or not
/// whoever reads it kept up with the ones before. A batch that could not leave in time leaves as soon as it can and still carries the time at
/// which it was due, so that waiting counts as delay.
/// </summary>
public sealed class ReplaySource : ISource<RecordingBatch>
{
    private readonly StoredRecording _stretch;
    private readonly Pool<RecordingBatch> _batches = new(() => new RecordingBatch());
    private readonly TimeProvider _time;
    private readonly int _batchFrames;
    private readonly long _frames;
    private readonly long _ticksOfStretch;
    private int _nextSpike;
    private long _start;
    private volatile bool _stopped;

    /// <summary>A source at frame 0.</summary>
    /// <param name="stretch">What is played; not changed while it is.</param>
    /// <param name="frames">How many frames, at least 1.</param>
    /// <param name="batchFrames">Frames in a batch, at least 1.</param>
    /// <param name="time">Wall time, a real clock.</param>
    public ReplaySource(StoredRecording stretch, long frames, int batchFrames, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(stretch);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchFrames);
        ArgumentOutOfRangeException.ThrowIfZero(stretch.Frames, nameof(stretch));
        _stretch = stretch;
        _frames = frames;
        _batchFrames = batchFrames;
        _time = time;
        _ticksOfStretch = stretch.Info.FrameClock.ToIndexOf(stretch.Info.SpikeClock, stretch.Frames);
        Info = stretch.Info with { TotalFrames = frames, TrainsKnownBeforehand = false };
    }

    /// <summary>What is played, as a rig would declare it.</summary>
    public RecordingInfo Info { get; }

    /// <inheritdoc/>
    public string Name => "replay";

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public bool Stopped => _stopped && Position < _frames;

    private long BatchEnd => Math.Min(Position + _batchFrames, _frames);

    /// <summary>When a frame's exposure is over, by the schedule; of use once the first batch was waited for.</summary>
    /// <param name="endFrame">Index after the frame.</param>
    public long DueTimestamp(long endFrame)
        => Volatile.Read(ref _start) + (long)Math.Ceiling(Info.FrameClock.TimeSeconds(endFrame) * _time.TimestampFrequency);

    /// <summary>Says when the schedule begins; otherwise it does with the first wait.</summary>
    /// <param name="timestamp">When the first frame's exposure begins.</param>
    public void Begin(long timestamp) => Volatile.Write(ref _start, timestamp);

    /// <inheritdoc/>
    // On the calling thread: to be handed over to another one would take as long as what is measured.
    public ValueTask<bool> WaitForNextAsync()
    {
        if (_stopped || Position >= _frames)
            return ValueTask.FromResult(false);
        if (_start == 0)
            Volatile.Write(ref _start, _time.GetTimestamp());
        FineSleep.Until(_time, DueTimestamp(BatchEnd));
        return ValueTask.FromResult(!_stopped);
    }

    /// <inheritdoc/>
    public RecordingBatch Next()
    {
        long end = BatchEnd;
        RecordingBatch batch = _batches.Rent();
        batch.Reset(Position, (int)(end - Position), Info.Targets, Info.SampleType);
        for (int done = 0; done < batch.FrameCount;)
        {
            int first = (int)((Position + done) % _stretch.Frames);
            int frames = Math.Min(batch.FrameCount - done, _stretch.Frames - first);
            _stretch.CopyTo(first, batch, done, frames);
            done += frames;
        }
        AddSpikes(batch, end);
        batch.SpikesCompleteThroughFrame = end;
        batch.IntendedTimestamp = DueTimestamp(end);
        batch.ArrivalTimestamp = _time.GetTimestamp();
        Position = end;
        return batch;
    }

    /// <inheritdoc/>
    public void Stop() => _stopped = true;

    private void AddSpikes(RecordingBatch batch, long endFrame)
    {
        ReadOnlySpan<SpikeEvent> spikes = _stretch.Spikes;
        if (spikes.IsEmpty)
            return;
        while (true)
        {
            (int round, int index) = Math.DivRem(_nextSpike, spikes.Length);
            long tick = spikes[index].Tick + round * _ticksOfStretch;
            if (Info.FrameOf(tick) >= endFrame)
                return;
            batch.Spikes.Add(spikes[index] with { Tick = tick });
            _nextSpike++;
        }
    }
}
