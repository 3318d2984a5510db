using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Streaming.Pacing;

/// <summary>
/// Says when, not what, of a recording that comes in batches: ends it early at a frame, holds it at a gate, releases each batch when its last
/// frame is over. Batches are cut where that takes it, with their spikes, so that what leaves does not depend on how they came.
/// </summary>
/// <remarks>
/// While spikes of released frames are still to come, batches of frames beyond the gate wait here: as much recording as spikes may be late.
/// </remarks>
public sealed class PacedRecording : ISource<RecordingBatch>, IDisposable
{
    private readonly ISource<RecordingBatch> _batches;
    private readonly RecordingInfo _info;
    private readonly long _end;
    private readonly StepGate? _gate;
    private readonly Pace _pace;
    private readonly TimeProvider _time;
    private readonly DueTimer _timer;
    private readonly Pool<RecordingBatch> _pool = new(() => new RecordingBatch());
    private readonly Queue<RecordingBatch> _waiting = new();
    private readonly SpikeList _spikes = new();
    private long _start = -1;
    private long _watermark;
    private long _watermarkReleased;
    private bool _drained;
    private bool _ended;
    private volatile bool _stopped;

    /// <summary>A recording before its first frame.</summary>
    /// <param name="batches">The recording.</param>
    /// <param name="info">What it is like.</param>
    /// <param name="stopAfterFrames">Frames after which it ends, at least 1; null for its own end.</param>
    /// <param name="gate">How far it may go for now, in frames; null for to the end.</param>
    /// <param name="pace">How fast.</param>
    /// <param name="time">Wall time.</param>
    public PacedRecording(ISource<RecordingBatch> batches, RecordingInfo info, long? stopAfterFrames, StepGate? gate, Pace pace, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(time);
        _batches = batches;
        _info = info;
        _end = stopAfterFrames ?? long.MaxValue;
        _gate = gate;
        _pace = pace;
        _time = time;
        _timer = new DueTimer(time);
    }

    /// <inheritdoc/>
    public string Name => _batches.Name;

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public bool Stopped => !_ended && (_stopped || _batches.Stopped);

    private long Limit => Math.Min(_end, _gate?.EndStep ?? long.MaxValue);

    /// <summary>How far frames, or the word that there are none, may be released now.</summary>
    private long Reach => _waiting.TryPeek(out RecordingBatch? first) ? Math.Min(Limit, EndOf(first)) : Position;

    private bool HasFrames => Reach > Position;

    private bool HasSpikes => Math.Min(_watermark, Limit) > _watermarkReleased || _drained && CountBefore(Limit) > 0;

    private bool IsOver(long frame) => Position >= frame && (_info.Sources == 0 || _watermarkReleased >= frame);

    /// <inheritdoc/>
    public async ValueTask<bool> WaitForNextAsync()
    {
        if (_start < 0)
            _start = _time.GetTimestamp();
        while (!_stopped)
        {
            if (HasFrames || HasSpikes)
                return _pace.Speed is null || await _timer.WaitUntilAsync(DueTimestamp(Reach)).ConfigureAwait(false);
            if (IsOver(_end))
                return End();
            if (_gate is not null && IsOver(_gate.EndStep))
            {
                if (!await _gate.WaitForAsync(_gate.EndStep).ConfigureAwait(false))
                    return false;
            }
            else if (_drained)
            {
                return false;
            }
            else if (await _batches.WaitForNextAsync().ConfigureAwait(false))
            {
                Take(_batches.Next());
            }
            else
            {
                _drained = true;
            }
        }
        return false;
    }

    /// <inheritdoc/>
    public RecordingBatch Next()
    {
        RecordingBatch released = _pool.Rent();
        if (HasFrames)
            CopyFrames(_waiting.Peek(), released);
        else
            released.Reset(Position, 0, _info.Targets, _info.SampleType);
        Position = EndOf(released);
        ReleaseSpikes(released);
        while (_waiting.TryPeek(out RecordingBatch? first) && EndOf(first) <= Position)
            _waiting.Dequeue().Return();
        return released;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _stopped = true;
        _batches.Stop();
        _timer.Stop();
        _gate?.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ReturnWaiting();
        _timer.Dispose();
    }

    /// <summary>The wanted part has left; whoever makes the rest need not.</summary>
    private bool End()
    {
        _ended = true;
        _batches.Stop();
        ReturnWaiting();
        return false;
    }

    private void ReturnWaiting()
    {
        while (_waiting.TryDequeue(out RecordingBatch? batch))
            batch.Return();
    }

    private void Take(RecordingBatch batch)
    {
        _spikes.Add(batch.Spikes.Spikes);
        _watermark = Math.Max(_watermark, batch.SpikesCompleteThroughFrame);
        if (EndOf(batch) > Position)
            _waiting.Enqueue(batch);
        else
            batch.Return();
    }

    // A gap that reaches the limit is released up to there: as a batch without frames.
    private void CopyFrames(RecordingBatch from, RecordingBatch to)
    {
        long first = Math.Min(Reach, Math.Max(from.FirstFrame, Position));
        int skipped = (int)Math.Max(0, first - from.FirstFrame), frames = (int)(Reach - first);
        to.Reset(first, frames, from.Targets, from.SampleType);
        from.CopySamples(skipped, to);
        to.IntendedTimestamp = _pace.Speed is null ? from.IntendedTimestamp : DueTimestamp(Reach);
        to.ArrivalTimestamp = from.ArrivalTimestamp;
    }

    private void ReleaseSpikes(RecordingBatch into)
    {
        int released = CountBefore(Limit);
        into.Spikes.Add(_spikes.Spikes[..released]);
        _spikes.RemoveFirst(released);
        into.SpikesCompleteThroughFrame = _watermarkReleased = Math.Min(_watermark, Limit);
    }

    private int CountBefore(long frame)
    {
        int count = 0;
        while (count < _spikes.Count && _info.FrameOf(_spikes.Spikes[count].Tick) < frame)
            count++;
        return count;
    }

    /// <summary>Whether it goes at a pace rather than as fast as possible.</summary>
    public bool IsPaced => _pace.Speed is not null;

    /// <summary>When a frame is over, at the pace asked for; of use once the first batch was waited for.</summary>
    /// <param name="frame">Index after the frame.</param>
    /// <exception cref="InvalidOperationException">It goes as fast as possible.</exception>
    public long DueTimestamp(long frame)
        => _start + (long)Math.Ceiling(_info.FrameClock.TimeSeconds(frame) / _pace.Speed!.Value * _time.TimestampFrequency);

    private static long EndOf(RecordingBatch batch) => batch.FirstFrame + batch.FrameCount;
}
