using System.Globalization;
using System.Numerics;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Streaming.PlugIn;

/// <summary>
/// Where a recording comes in from threads that cannot wait, such as the callbacks of a camera: everything is copied into a buffer of known size, and
/// the run takes it from there. A full buffer does what its options say, and every frame that is dropped is counted and becomes a gap.
/// </summary>
/// <remarks>
/// Samples, spikes and the end may come from different threads. No call waits or throws into them: a mistake, such as frames that run backwards, ends
/// the recording, and the run says what it was. Frames that are left out are a gap.
/// </remarks>
public sealed class RecordingInlet : ISource<RecordingBatch>, IObserver<RecordingBatch>, ILossySource
{
    private readonly Lock _gate = new();
    private readonly RecordingInfo _info;
    private readonly double _scale;
    private readonly TimeProvider _time;
    private readonly Pool<RecordingBatch> _pool = new(() => new RecordingBatch());
    private readonly IncomingRecording _incoming;
    private readonly InletBuffer _buffer;
    private readonly AsyncSignal _news = new();
    private Exception? _fault;
    private bool _completed;
    private bool _concluded;
    private bool _stopped;

    /// <summary>An empty inlet.</summary>
    /// <param name="info">What comes.</param>
    /// <param name="options">How much it holds, and what happens when it is full; null for the defaults.</param>
    /// <param name="time">Says when frames arrived; null for the system's clock.</param>
    public RecordingInlet(RecordingInfo info, InletOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(info);
        options ??= new InletOptions();
        _info = info;
        _scale = options.Scale;
        _time = time ?? TimeProvider.System;
        _incoming = new IncomingRecording(info, options.Spikes);
        _buffer = new InletBuffer(info, options);
    }

    /// <summary>How many frames may wait.</summary>
    public long RoomFrames => _buffer.RoomFrames;

    /// <summary>Frames that were dropped.</summary>
    public long DroppedFrames
    {
        get
        {
            lock (_gate)
                return _buffer.DroppedFrames;
        }
    }

    /// <inheritdoc/>
    public string Name => "inlet";

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public bool Stopped
    {
        get
        {
            lock (_gate)
                return _stopped && !_concluded;
        }
    }

    /// <summary>Samples come, frame after frame, as whatever numbers the camera gives.</summary>
    /// <typeparam name="T">Their type: ushort, short, float, double, …</typeparam>
    /// <param name="firstFrame">Index of their first frame, counted from the beginning of the recording; frames left out since the last call are a gap.</param>
    /// <param name="samples">Frames × targets: all targets of the first frame, then of the next. The caller's again when this returns. NaN is a sample that failed.</param>
    public void AddFrames<T>(long firstFrame, ReadOnlySpan<T> samples)
        where T : unmanaged, INumberBase<T>
    {
        (int frames, int rest) = Math.DivRem(samples.Length, _info.Targets);
        if (rest != 0)
        {
            OnError(new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"{samples.Length} samples came with frame {firstFrame}; allowed is a multiple of the {_info.Targets} targets")));
            return;
        }
        RecordingBatch batch = _pool.Rent();
        batch.Reset(firstFrame, frames, _info.Targets, _info.SampleType);
        SampleConversion.Convert(samples, _scale, batch);
        Take(batch, [], null);
    }

    /// <summary>Spikes come.</summary>
    /// <param name="spikes">In any order; none where there were none. The caller's again when this returns.</param>
    /// <param name="completeThroughFrame">All spikes of frames before this one have come now. Inference waits for it.</param>
    public void AddSpikes(ReadOnlySpan<SpikeEvent> spikes, long completeThroughFrame) => Take(null, spikes, completeThroughFrame);

    /// <summary>A batch comes.</summary>
    /// <param name="value">Samples and spikes; the caller's again when this returns.</param>
    public void OnNext(RecordingBatch value)
    {
        ArgumentNullException.ThrowIfNull(value);
        RecordingBatch batch = _pool.Rent();
        batch.Reset(value.FirstFrame, value.FrameCount, value.Targets, value.SampleType);
        SampleConversion.Convert<float>(value.Float32, _scale, batch);
        SampleConversion.Convert<double>(value.Float64, _scale, batch);
        batch.IntendedTimestamp = value.IntendedTimestamp;
        Take(batch, value.Spikes.Spikes, value.SpikesCompleteThroughFrame);
    }

    /// <summary>The recording has failed; the run takes what waits, and says so.</summary>
    /// <param name="error">Why.</param>
    public void OnError(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        lock (_gate)
        {
            if (!_completed)
                _fault ??= error;
        }
        _news.Set();
    }

    /// <summary>The recording is over; the run takes what waits, and is complete.</summary>
    public void OnCompleted()
    {
        lock (_gate)
            _completed |= _fault is null;
        _news.Set();
    }

    /// <inheritdoc/>
    public void CountDropsIn(Ledger ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        lock (_gate)
            _buffer.CountDropsIn(ledger);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitForNextAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_stopped || _concluded)
                    return false;
                if (!_buffer.IsEmpty || _incoming.HasNews || _completed)
                    return true;
                if (_fault is { } fault)
                    throw new InvalidDataException(fault.Message, fault);
            }
            if (!await _news.WaitAsync().ConfigureAwait(false))
                return false;
        }
    }

    /// <inheritdoc/>
    public RecordingBatch Next()
    {
        lock (_gate)
        {
            if (!_buffer.TryTake(out RecordingBatch? batch))
                return NextWithoutFrames();
            Position = batch.FirstFrame + batch.FrameCount;
            _incoming.Release(batch);
            return batch;
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            _buffer.Clear();
        }
        _news.Close();
    }

    /// <summary>What it holds, in frames, ms and bytes, and what happens when that is full.</summary>
    public override string ToString() => _buffer.ToString();

    private RecordingBatch NextWithoutFrames()
    {
        RecordingBatch batch = _pool.Rent();
        if (_completed)
        {
            _concluded = true;
            _incoming.ReleaseLast(batch);
            return batch;
        }
        batch.Reset(Position, 0, _info.Targets, _info.SampleType);
        _incoming.Release(batch);
        return batch;
    }

    private void Take(RecordingBatch? frames, ReadOnlySpan<SpikeEvent> spikes, long? completeThroughFrame)
    {
        bool kept = false;
        lock (_gate)
        {
            try
            {
                if (!_stopped && !_completed && _fault is null)
                    kept = TryTake(frames, spikes, completeThroughFrame);
            }
            catch (InvalidDataException mistake)
            {
                _fault = mistake;
            }
        }
        if (!kept)
            frames?.Return();
        _news.Set();
    }

    private bool TryTake(RecordingBatch? frames, ReadOnlySpan<SpikeEvent> spikes, long? completeThroughFrame)
    {
        if (frames is not null)
            _incoming.TakeFrames(frames);
        if (completeThroughFrame is { } watermark && !_incoming.TakeSpikes(spikes, watermark))
            _buffer.DropSpikes(spikes.Length);
        frames?.ArrivalTimestamp = _time.GetTimestamp();
        return frames is not null && _buffer.TryAdd(frames);
    }
}
