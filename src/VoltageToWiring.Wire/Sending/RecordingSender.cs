using System.Net.Sockets;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Sending;

/// <summary>
/// Sends a recording over TCP. Messages are kept until they are acknowledged; a broken connection is made again, and goes on where the receiver
/// says. Batches wait while there is no credit. One caller at a time.
/// </summary>
public sealed class RecordingSender : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SenderOptions _options;
    private readonly TimeProvider _time;
    private readonly OutgoingStream _stream;
    private readonly AsyncSignal _room = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;
    private SenderConnection? _connection;
    private WireException? _fault;
    private Totals _received;
    private int _connections;
    private bool _receiverEnded;

    private RecordingSender(SenderOptions options, Hello hello, TimeProvider time)
    {
        _options = options;
        _time = time;
        _stream = new OutgoingStream(hello, options.KeptMessages);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Begins to connect.</summary>
    /// <param name="options">Where to, and how.</param>
    /// <param name="info">The recording that will be sent.</param>
    /// <param name="time">Backoff, signs of life and time-outs.</param>
    /// <exception cref="ArgumentException">A frame of so many targets does not fit into a message.</exception>
    public static RecordingSender Start(SenderOptions options, RecordingInfo info, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(time);
        SampleFormat format = options.Format ?? (info.SampleType == SampleType.Float64 ? SampleFormat.Float64 : SampleFormat.Float32);
        var hello = new Hello
        {
            Stream = info.Name,
            Session = options.Session,
            Token = options.Token,
            FrameClock = info.FrameClock,
            SpikeClock = info.SpikeClock,
            Targets = info.Targets,
            Sources = info.Sources,
            AmplitudeUnit = info.AmplitudeUnit,
            Polarity = options.Polarity,
            Format = format,
            TotalFrames = info.TotalFrames,
            MessageBytes = options.MessageBytes,
        };
        if ((long)info.Targets * format.BytesPerSample + 128 > options.MessageBytes)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"A frame of {info.Targets} targets does not fit into messages of {options.MessageBytes} bytes; allow longer ones."), nameof(options));
        }
        return new RecordingSender(options, hello, time);
    }

    /// <summary>What it has done so far.</summary>
    public SenderCounters Counters
    {
        get
        {
            lock (_gate)
            {
                return new SenderCounters(
                    _stream.Sent, _received, _stream.Window.Next, _stream.Window.Oldest, _stream.Window.Resent, Math.Max(0, _connections - 1));
            }
        }
    }

    /// <summary>Sends a batch: the gap before it, where there is one, its spikes, then its samples. Waits for credit.</summary>
    /// <param name="batch">Copied; still the caller's.</param>
    /// <returns>False when the receiver wants no more.</returns>
    /// <exception cref="WireException">The receiver refused, or cannot be reached.</exception>
    public async ValueTask<bool> SendAsync(RecordingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.FirstFrame < _stream.NextFrame)
            throw new ArgumentException(FormattableString.Invariant($"Frame {batch.FirstFrame} came after frame {_stream.NextFrame - 1}; frames come in order, each once."), nameof(batch));
        long gap = batch.FirstFrame - _stream.NextFrame;
        return (gap == 0 || await AddAsync(() => _stream.AddGap(gap)).ConfigureAwait(false))
            && await SendSpikesAsync(batch).ConfigureAwait(false)
            && await SendSamplesAsync(batch).ConfigureAwait(false);
    }

    /// <summary>Ends the recording, and waits until the receiver has it all and has sent its last report.</summary>
    /// <param name="cancellation">Ends the wait; what was acknowledged by then stays.</param>
    /// <exception cref="WireException">The receiver refused, counted differently, or cannot be reached.</exception>
    public async Task<SenderOutcome> CompleteAsync(CancellationToken cancellation = default)
    {
        bool ended = await AddAsync(_stream.AddEnd).ConfigureAwait(false);
        await _finished.Task.WaitAsync(cancellation).ConfigureAwait(false);
        SenderCounters counters = Counters;
        bool early = !ended || !_stream.EndAcknowledged;
        if (!early && counters.Received != counters.Sent)
            throw new WireException(WireError.Totals, $"The receiver has {counters.Received}; {counters.Sent} was sent.");
        return new SenderOutcome(counters, early);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        lock (_gate)
            _connection?.Abort();
        await _running.ConfigureAwait(false);
        _room.Close();
        _stopping.Dispose();
    }

    internal Hello HelloNow()
    {
        lock (_gate)
            return _stream.Hello with { OldestSequence = _stream.Window.Oldest };
    }

    internal void Connected(Welcome welcome)
    {
        lock (_gate)
        {
            _stream.Window.Connect(welcome.NextSequence, welcome.Credit);
            _connections++;
        }
        _room.Set();
        _options.OnConnection?.Invoke(FormattableString.Invariant($"Connected to {_options.Host}:{_options.Port}; going on at message {welcome.NextSequence}."));
    }

    internal bool Acknowledged(Ack ack)
    {
        bool progress;
        lock (_gate)
        {
            progress = _stream.Window.Acknowledge(ack.NextSequence, ack.Credit);
            _received = ack.Received;
        }
        _room.Set();
        return progress;
    }

    internal void Resend(ResendFrom missing)
    {
        lock (_gate)
            _stream.Window.ResendFrom(missing.NextSequence, missing.BeforeSequence);
    }

    internal void ResendOldest()
    {
        lock (_gate)
            _stream.Window.ResendOldest();
    }

    internal void BeatHeart()
    {
        lock (_gate)
        {
            if (_stream.Window.HasRoom && _stream.EndSequence is null)
                _stream.AddHeartbeat(_stream.Watermark);
        }
    }

    internal void ReceiverEnded(EndMessage end)
    {
        lock (_gate)
        {
            _receiverEnded = true;
            _received = end.Totals;
        }
        _finished.TrySetResult();
        _room.Set();
    }

    /// <summary>Puts messages that are due, up to so many bytes.</summary>
    /// <returns>Whether there were any.</returns>
    internal bool PutDue(IMessageWriter writer, int bytes)
    {
        lock (_gate)
        {
            int put = 0;
            while (put < bytes && _stream.Window.TryTakeNext(out long sequence, out FrameBuilder frame))
            {
                writer.Put(sequence, frame.Written.Span);
                put += frame.Written.Length;
            }
            return put > 0;
        }
    }

    private async ValueTask<bool> SendSpikesAsync(RecordingBatch batch)
    {
        int spikes = batch.Spikes.Count;
        if (spikes == 0 && batch.SpikesCompleteThroughFrame <= _stream.Watermark)
            return true;
        if (spikes == 0)
            return await AddAsync(() => _stream.AddHeartbeat(batch.SpikesCompleteThroughFrame)).ConfigureAwait(false);
        for (int done = 0; done < spikes;)
        {
            int first = done, count = Math.Min(_stream.SpikesPerMessage, spikes - done);
            done += count;
            // Spikes are complete only with the last of them.
            long watermark = done == spikes ? batch.SpikesCompleteThroughFrame : _stream.Watermark;
            if (!await AddAsync(() => _stream.AddSpikes(batch.Spikes.Spikes.Slice(first, count), watermark)).ConfigureAwait(false))
                return false;
        }
        return true;
    }

    private async ValueTask<bool> SendSamplesAsync(RecordingBatch batch)
    {
        for (int done = 0; done < batch.FrameCount;)
        {
            int first = done, count = Math.Min(_stream.FramesPerMessage, batch.FrameCount - done);
            done += count;
            if (!await AddAsync(() => _stream.AddSamples(batch, first, count)).ConfigureAwait(false))
                return false;
        }
        return true;
    }

    /// <summary>Waits for credit, then makes a message.</summary>
    private async ValueTask<bool> AddAsync(Action add)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_fault is not null)
                    throw new WireException(_fault.Code, _fault.Message, _fault);
                if (_receiverEnded)
                    return false;
                if (_stream.Window.HasRoom)
                {
                    add();
                    _connection?.Wake();
                    return true;
                }
            }
            if (!await _room.WaitAsync().ConfigureAwait(false))
                throw new ObjectDisposedException(nameof(RecordingSender));
        }
    }

    private async Task RunAsync()
    {
        var backoff = new Backoff(_options, _time);
        try
        {
            while (!_finished.Task.IsCompleted)
            {
                WireException? told = await ConnectAsync(backoff).ConfigureAwait(false);
                if (_finished.Task.IsCompleted)
                    return;
                await backoff.WaitAsync(told, _stream.EndAcknowledged, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (WireException cause)
        {
            Fail(cause);
        }
        catch (OperationCanceledException)
        {
            Fail(new WireException(WireError.Closed, "The sender was closed."));
        }
        catch (Exception cause)
        {
            // What a callback throws must not leave anybody waiting.
            Fail(new WireException(WireError.Closed, $"The sender failed: {cause.Message}", cause));
        }
    }

    /// <summary>Makes a connection and keeps it as long as it lasts.</summary>
    /// <returns>What the receiver said, if it said something that may pass.</returns>
    private async Task<WireException?> ConnectAsync(Backoff backoff)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(_options.Host, _options.Port, _stopping.Token).ConfigureAwait(false);
            var connection = new SenderConnection(new WireSocket(socket, _time), this, _options, _time);
            lock (_gate)
                _connection = connection;
            await connection.RunAsync().ConfigureAwait(false);
            if (connection.WasWelcome)
                backoff.Reset();
            return null;
        }
        catch (WireException cause) when (cause.IsTransient)
        {
            return cause;
        }
        catch (SocketException cause)
        {
            return new WireException(WireError.Timeout, $"Cannot reach {_options.Host}:{_options.Port}: {cause.Message}.", cause);
        }
        finally
        {
            socket.Dispose();
            lock (_gate)
                _connection = null;
        }
    }

    private void Fail(WireException cause)
    {
        // Reports that do not come any more are no failure of the recording.
        if (_stream.EndAcknowledged && cause.Code is (WireError.Timeout or WireError.Closed))
            _finished.TrySetResult();
        lock (_gate)
            _fault = cause;
        _finished.TrySetException(cause);
        // Nobody may be waiting for the end.
        _ = _finished.Task.Exception;
        _room.Set();
    }
}
