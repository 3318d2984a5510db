using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Sending;

/// <summary>One connection of a sender: hello and welcome, then messages out and acknowledgements in, until it breaks or the receiver ends it.</summary>
internal sealed class SenderConnection(WireSocket socket, SenderSession sender, SenderOptions options, TimeProvider time)
{
    private const int FlushBytes = 1 << 18;
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(50);

    private readonly FrameBuffer _frames = new(1 << 24);
    private readonly AsyncSignal _signal = new();
    private TimeSpan _heartbeat = TimeSpan.FromSeconds(10);
    private bool _welcome;
    private long _spoke;
    private long _progressed;

    /// <summary>Whether the receiver has welcomed it.</summary>
    public bool WasWelcome => _welcome;

    /// <summary>There may be something to send.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Ends it at once.</summary>
    public void Abort() => socket.Dispose();

    /// <summary>Runs until the connection has ended.</summary>
    /// <exception cref="WireException">The receiver sent an error, or something that is no message.</exception>
    public async Task RunAsync()
    {
        await SayHelloAsync().ConfigureAwait(false);
        await using ITimer timer = time.CreateTimer(_ => Watch(), null, TickPeriod, TickPeriod);
        Task? writing = null;
        try
        {
            while (await socket.ReadAsync(_frames).ConfigureAwait(false))
            {
                while (_frames.TryRead(out ReadOnlyMemory<byte> body))
                    Take(body);
                if (_welcome)
                    writing ??= WriteAsync();
            }
        }
        catch (Exception cause) when (WireSocket.IsBroken(cause))
        {
        }
        finally
        {
            socket.Dispose();
            _signal.Close();
            if (writing is not null)
                await writing.ConfigureAwait(false);
        }
    }

    private async ValueTask SayHelloAsync()
    {
        var hello = new FrameBuilder();
        sender.HelloNow().Write(hello);
        await socket.WriteAsync(hello.Written).ConfigureAwait(false);
    }

    private void Take(ReadOnlyMemory<byte> body)
    {
        switch (MessageTypes.Of(body))
        {
            case MessageType.Welcome: Begin(Welcome.Read(body)); break;
            case MessageType.Ack: Acknowledge(Ack.Read(body)); break;
            case MessageType.ResendFrom: sender.Resend(ResendFrom.Read(body)); break;
            case MessageType.Estimates: options.OnReport?.Invoke(EstimatesMessage.Read(body)); break;
            case MessageType.End: sender.ReceiverEnded(EndMessage.Read(body)); break;
            case MessageType.Error: throw Told(ErrorMessage.Read(body));
            default: throw new WireException(WireError.Order, "The receiver sent a message that only senders send.");
        }
        _signal.Set();
    }

    private static WireException Told(ErrorMessage error) => new(error.Code, $"The receiver says: {error.Message}");

    private void Begin(Welcome welcome)
    {
        _heartbeat = TimeSpan.FromSeconds(welcome.HeartbeatSeconds);
        _spoke = _progressed = time.GetTimestamp();
        sender.Connected(welcome);
        _welcome = true;
    }

    private void Acknowledge(Ack ack)
    {
        if (sender.Acknowledged(ack))
            Volatile.Write(ref _progressed, time.GetTimestamp());
    }

    private async Task WriteAsync()
    {
        try
        {
            var plain = new SocketMessageWriter(socket);
            IMessageWriter writer = options.Wrap?.Invoke(plain) ?? plain;
            do
            {
                while (sender.PutDue(writer, FlushBytes))
                {
                    Volatile.Write(ref _spoke, time.GetTimestamp());
                    await writer.FlushAsync().ConfigureAwait(false);
                }
            }
            while (await _signal.WaitAsync().ConfigureAwait(false));
        }
        catch (Exception cause) when (WireSocket.IsBroken(cause) || cause is IOException)
        {
            socket.Dispose();
        }
    }

    /// <summary>Looks from time to time whether a sign of life is due, something was lost, or the receiver is gone.</summary>
    private void Watch()
    {
        if (socket.Silence > 3 * _heartbeat)
            socket.Dispose();
        if (!_welcome)
            return;
        if (time.GetElapsedTime(Volatile.Read(ref _spoke)) >= _heartbeat / 2)
            sender.BeatHeart();
        if (time.GetElapsedTime(Volatile.Read(ref _progressed)) >= options.ResendAfter)
        {
            sender.ResendOldest();
            Volatile.Write(ref _progressed, time.GetTimestamp());
        }
        _signal.Set();
    }
}
