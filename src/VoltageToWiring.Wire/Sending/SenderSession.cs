using System.Net.Sockets;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.ZeroMq;

namespace VoltageToWiring.Wire.Sending;

/// <summary>
/// One recording that is being sent, over however many connections: messages that wait for acknowledgement, what the receiver said, and the
/// connection that is made again whenever it breaks.
/// </summary>
internal sealed class SenderSession : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SenderOptions _options;
    private readonly TimeProvider _time;
    private readonly AsyncSignal _room = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OutgoingStream _stream;
    private readonly Task _running;
    private SenderConnection? _connection;
    private WireException? _fault;
    private Totals _received;
    private int _connections;
    private bool _receiverEnded;
    private int _disposed;

    /// <summary>Begins to connect.</summary>
    public SenderSession(SenderOptions options, Hello hello, TimeProvider time)
    {
        _options = options;
        _time = time;
        _stream = new OutgoingStream(hello, options.KeptMessages);
        _running = Task.Run(RunAsync);
    }

    /// <summary>The messages; whoever adds to them does so within <see cref="AddAsync"/>.</summary>
    public OutgoingStream Stream => _stream;

    /// <summary>Ends when the receiver has said its last word, or with what went wrong.</summary>
    public Task Finished => _finished.Task;

    /// <summary>What has been done so far.</summary>
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

    /// <summary>Waits for credit, then makes a message.</summary>
    /// <param name="add">Adds it to the stream.</param>
    /// <returns>False when the receiver wants no more.</returns>
    /// <exception cref="WireException">The receiver refused, or cannot be reached.</exception>
    public async ValueTask<bool> AddAsync(Action add)
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
                throw new ObjectDisposedException(nameof(SenderSession));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            await _running.ConfigureAwait(false);
            return;
        }
        await _stopping.CancelAsync().ConfigureAwait(false);
        lock (_gate)
            _connection?.Abort();
        await _running.ConfigureAwait(false);
        _room.Close();
        _stopping.Dispose();
    }

    public Hello HelloNow()
    {
        lock (_gate)
            return _stream.Hello with { OldestSequence = _stream.Window.Oldest };
    }

    public void Connected(Welcome welcome)
    {
        lock (_gate)
        {
            _stream.Window.Connect(welcome.NextSequence, welcome.Credit);
            _connections++;
        }
        _room.Set();
        _options.OnConnection?.Invoke(FormattableString.Invariant($"Connected to {_options.Host}:{_options.Port}; going on at message {welcome.NextSequence}."));
    }

    public bool Acknowledged(Ack ack)
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

    public void Resend(ResendFrom missing)
    {
        lock (_gate)
            _stream.Window.ResendFrom(missing.NextSequence, missing.BeforeSequence);
    }

    public void ResendOldest()
    {
        lock (_gate)
            _stream.Window.ResendOldest();
    }

    public void BeatHeart()
    {
        lock (_gate)
        {
            if (_stream.Window.HasRoom && _stream.EndSequence is null)
                _stream.AddHeartbeat(_stream.Watermark);
        }
    }

    public void ReceiverEnded(EndMessage end)
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
    public bool PutDue(IMessageWriter writer, int bytes)
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
        WireSocket? socket = null;
        try
        {
            socket = await DialAsync().ConfigureAwait(false);
            var connection = new SenderConnection(socket, this, _options, _time);
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
            socket?.Dispose();
            lock (_gate)
                _connection = null;
        }
    }

    private async Task<WireSocket> DialAsync()
    {
        if (_options.Transport == Transport.ZeroMq)
            return ZeroMqDialer.Dial(_options, _time);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(_options.Host, _options.Port, _stopping.Token).ConfigureAwait(false);
            return new TcpWireSocket(socket, _time);
        }
        catch
        {
            socket.Dispose();
            throw;
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
