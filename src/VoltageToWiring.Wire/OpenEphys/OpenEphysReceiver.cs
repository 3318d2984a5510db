using System.Threading.Channels;
using NetMQ;
using NetMQ.Sockets;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.ZeroMq;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>
/// Subscribes to the ZMQ Interface of Open Ephys, as it is. The publisher waits for nobody: while inference does not keep up, what comes waits in
/// bounded memory, and beyond it the publisher drops messages, whose numbers are missing then.
/// </summary>
public sealed class OpenEphysReceiver : IAsyncDisposable
{
    private static readonly TimeSpan HeartbeatPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(50);

    // What one message may bring: the blocks that are open, each with a gap, spikes and samples, and the last spikes.
    private const int BatchesOfMessage = 16;
    private const int MostBatches = 256;

    private readonly Lock _gate = new();
    private readonly OpenEphysOptions _options;
    private readonly TimeProvider _time;
    private readonly ZeroMqLoop _loop;
    private readonly SubscriberSocket _data;
    private readonly DealerSocket _heartbeats;
    private readonly OpenEphysSession _session;
    private readonly byte[] _heartbeat = OpenEphysHeartbeat.Create();
    private readonly Channel<RecordingBatch> _batches;
    private readonly TaskCompletionSource<OpenEphysRecording> _recording = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _heard;
    private long _position;
    private long _waitingBytes;
    private bool _paused;
    private int _disposed;

    private OpenEphysReceiver(OpenEphysOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _batches = Channel.CreateBounded<RecordingBatch>(new BoundedChannelOptions(MostBatches + BatchesOfMessage) { SingleReader = true });
        _session = new OpenEphysSession(options, Begin, HandOn);
        _loop = new ZeroMqLoop(Fail);
        _data = _loop.Own(new SubscriberSocket(), Receive);
        _heartbeats = _loop.Own(new DealerSocket(), HearHeartbeats);
        try
        {
            _data.Options.MaxMsgSize = options.Limits.MessageBytes;
            _heartbeats.Options.MaxMsgSize = 1 << 16;
            // Nobody may be there to answer.
            _heartbeats.Options.SendHighWatermark = 2;
            _data.Connect(FormattableString.Invariant($"tcp://{options.Host}:{options.Port}"));
            _heartbeats.Connect(FormattableString.Invariant($"tcp://{options.Host}:{options.Port + 1}"));
            _data.SubscribeToAnyTopic();
        }
        catch (Exception cause) when (cause is NetMQException or System.Net.Sockets.SocketException or ArgumentException)
        {
            _loop.Dispose();
            throw new WireException(WireError.Closed, FormattableString.Invariant($"Cannot subscribe to tcp://{options.Host}:{options.Port}: {cause.Message}."), cause);
        }
        _loop.Every(HeartbeatPeriod, BeatHeart);
        _loop.Every(TickPeriod, WatchSilence);
        _loop.Post(BeatHeart);
        _loop.Start("Open Ephys");
    }

    /// <summary>Begins to subscribe, whether or not anybody publishes yet.</summary>
    /// <param name="options">Where, and what is taken.</param>
    /// <param name="time">Silence and arrival stamps.</param>
    /// <exception cref="WireException">The address is none.</exception>
    public static OpenEphysReceiver Start(OpenEphysOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        return new OpenEphysReceiver(options, time);
    }

    /// <summary>What came so far.</summary>
    public OpenEphysCounters Counters
    {
        get
        {
            lock (_gate)
                return _session.Counters;
        }
    }

    /// <summary>Waits until an acquisition runs that is wanted.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Its recording, which begins at the first block that was seen whole.</returns>
    public Task<OpenEphysRecording> WaitForRecordingAsync(CancellationToken cancellation = default) => _recording.Task.WaitAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            await Task.Run(_loop.Dispose).ConfigureAwait(false);
    }

    internal ChannelReader<RecordingBatch> Batches => _batches.Reader;

    internal long Position => Volatile.Read(ref _position);

    /// <summary>A batch has been taken out.</summary>
    internal void Taken(RecordingBatch batch)
    {
        Volatile.Write(ref _position, batch.FirstFrame + batch.FrameCount);
        Interlocked.Add(ref _waitingBytes, -BytesOf(batch));
        if (Volatile.Read(ref _paused))
            _loop.Post(GoOn);
    }

    /// <summary>Nobody takes batches any more.</summary>
    internal void Stop()
    {
        _batches.Writer.TryComplete();
        _loop.Post(GoOn);
    }

    private bool HasRoom => _batches.Reader.Count < MostBatches && Interlocked.Read(ref _waitingBytes) < _options.Limits.WaitingBytes;

    private void Receive()
    {
        while (ZeroMqFrames.TryReceive(_data, 3, out byte[][]? parts))
        {
            _heard = _time.GetTimestamp();
            lock (_gate)
                _session.Take(parts);
            if (_session.HasEnded)
                _batches.Writer.TryComplete(_session.Fault);
            else if (!HasRoom)
            {
                Pause();
                return;
            }
        }
    }

    private void Pause()
    {
        _loop.Listen(_data, false);
        Volatile.Write(ref _paused, true);
        // Room may have come in between, and nobody would have said so.
        if (HasRoom)
            _loop.Post(GoOn);
    }

    private void GoOn()
    {
        if (!_paused || !HasRoom)
            return;
        _heard = _time.GetTimestamp();
        Volatile.Write(ref _paused, false);
        _loop.Listen(_data, true);
        Receive();
    }

    private void WatchSilence()
    {
        if (_paused || !_session.HasBegun || _time.GetElapsedTime(_heard) < _options.Silence)
            return;
        lock (_gate)
            _session.End();
        _batches.Writer.TryComplete();
    }

    private void BeatHeart() => _heartbeats.TrySendMultipartBytes([], _heartbeat);

    private void HearHeartbeats()
    {
        while (ZeroMqFrames.TryReceive(_heartbeats, 2, out _))
        {
        }
    }

    /// <summary>A mistake of ours ends the recording, or the wait for one.</summary>
    private void Fail(Exception cause)
    {
        _batches.Writer.TryComplete(cause);
        _recording.TrySetException(cause);
        // Nobody may be waiting.
        _ = _recording.Task.Exception;
    }

    private void Begin(RecordingInfo info) => _recording.TrySetResult(new OpenEphysRecording(this, info));

    private void HandOn(RecordingBatch batch)
    {
        batch.ArrivalTimestamp = _time.GetTimestamp();
        Interlocked.Add(ref _waitingBytes, BytesOf(batch));
        if (_batches.Writer.TryWrite(batch))
            return;
        Interlocked.Add(ref _waitingBytes, -BytesOf(batch));
        batch.Return();
    }

    private static long BytesOf(RecordingBatch batch) => sizeof(float) * (long)batch.FrameCount * batch.Targets;
}
