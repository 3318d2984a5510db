using System.Net;
using System.Threading.Channels;
using NetMQ;
using NetMQ.Sockets;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Receiving;

namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>
/// Takes connections in over ZeroMQ. Messages are pulled from everybody who pushes, each behind the name of its connection; whoever wants answers
/// says its name at the next port. While a connection has no room nothing more is pulled, and those who push wait.
/// </summary>
internal sealed class ZeroMqAcceptor : IAcceptor
{
    private const int Attempts = 50;
    private const int HighWatermark = 64;
    private const int WaitingConnections = 64;
    private const int RememberedNames = 1024;

    // A router does not say when there is room again.
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMilliseconds(20);

    private readonly TimeProvider _time;
    private readonly Action<string> _refuse;
    private readonly ZeroMqLoop _loop;
    private readonly PullSocket _messages;
    private readonly RouterSocket _answers;
    private readonly ZeroMqPeers _peers = new(RememberedNames);
    private readonly HashSet<ZeroMqPeer> _behind = [];
    private readonly Channel<WireSocket> _accepted = Channel.CreateBounded<WireSocket>(WaitingConnections);
    private bool _hasRefused;

    /// <exception cref="WireException">The ports cannot be had.</exception>
    public ZeroMqAcceptor(ListenerOptions options, Action<string> refuse, TimeProvider time)
    {
        _time = time;
        _refuse = refuse;
        _loop = new ZeroMqLoop(cause => refuse($"The receiver failed: {cause.Message}"));
        _loop.Every(RetryPeriod, SendToThoseBehind);
        _messages = _loop.Own(new PullSocket(), Pull);
        _answers = _loop.Own(new RouterSocket(), HearName);
        _messages.Options.ReceiveHighWatermark = HighWatermark;
        _messages.Options.MaxMsgSize = options.Limits.MessageBytes;
        _answers.Options.MaxMsgSize = 256;
        _answers.Options.SendHighWatermark = HighWatermark;
        // Answers that find no room are not dropped in silence.
        _answers.Options.RouterMandatory = true;
        try
        {
            EndPoint = ZeroMqPorts.BindPair(_messages, _answers, options.EndPoint, Attempts);
        }
        catch
        {
            _loop.Dispose();
            throw;
        }
        _loop.Start("ZeroMQ listener");
    }

    public IPEndPoint EndPoint { get; }

    public async Task<WireSocket> AcceptAsync()
    {
        try
        {
            return await _accepted.Reader.ReadAsync().ConfigureAwait(false);
        }
        catch (ChannelClosedException cause)
        {
            throw new ObjectDisposedException(nameof(ZeroMqAcceptor), cause);
        }
    }

    public void Close() => _accepted.Writer.TryComplete();

    public async ValueTask DisposeAsync()
    {
        Close();
        while (_accepted.Reader.TryRead(out WireSocket? waiting))
            waiting.Dispose();
        // It waits for its thread.
        await Task.Run(_loop.Dispose).ConfigureAwait(false);
    }

    private void Pull()
    {
        while (ZeroMqFrames.TryReceive(_messages, 2, out byte[][]? frames))
        {
            if (!Put(frames))
                return;
        }
    }

    /// <returns>False when nothing more is to be pulled for now.</returns>
    private bool Put(byte[][]? frames)
    {
        if (frames is not [var head, { Length: > 0 } message] || ZeroMqName.Read(head) is not { } name)
        {
            RefuseFrames();
            return true;
        }
        ZeroMqPeer peer = _peers[name];
        if (peer.HasEnded || (peer.Socket is null && !TryBegin(name, peer)))
            return true;
        if (peer.Socket!.TryPut(message, () => _loop.Post(() => Again(frames))))
            return true;
        _loop.Listen(_messages, false);
        return false;
    }

    private void Again(byte[][] frames)
    {
        _loop.Listen(_messages, true);
        if (Put(frames))
            Pull();
    }

    private bool TryBegin(string name, ZeroMqPeer peer)
    {
        var socket = new ZeroMqSocket(
            (answer, left) => _loop.Post(() => Answer(peer, answer, left)), unheard => _loop.Post(() => EndUnheard(peer, unheard)),
            () => _loop.Post(() => _peers.Ended(name)), _time);
        if (!_accepted.Writer.TryWrite(socket))
            return false;
        peer.Socket = socket;
        return true;
    }

    private static void EndUnheard(ZeroMqPeer peer, Action end)
    {
        if (!peer.IsListening)
            end();
    }

    private void Answer(ZeroMqPeer peer, byte[] answer, Action left)
    {
        peer.Answer(answer, left, Send);
        MindRest(peer);
    }

    private void HearName()
    {
        while (ZeroMqFrames.TryReceive(_answers, 2, out byte[][]? frames))
        {
            if (frames is not [var route, var head] || ZeroMqName.Read(head) is not { } name)
            {
                RefuseFrames();
                continue;
            }
            ZeroMqPeer peer = _peers[name];
            peer.Listens(route, Send);
            MindRest(peer);
        }
    }

    private void MindRest(ZeroMqPeer peer)
    {
        if (peer.IsBehind)
            _behind.Add(peer);
    }

    private void SendToThoseBehind() => _behind.RemoveWhere(peer =>
    {
        peer.SendWaiting(Send);
        return !peer.IsBehind;
    });

    /// <returns>False while the peer does not read what came before.</returns>
    private bool Send(byte[] route, byte[] answer)
    {
        try
        {
            return _answers.TrySendMultipartBytes(route, answer);
        }
        catch (HostUnreachableException)
        {
            // It has left, and nobody wants the answer.
            return true;
        }
    }

    // Said once: who sends such things sends many.
    private void RefuseFrames()
    {
        if (!_hasRefused)
            _refuse("What came over ZeroMQ is no message in two frames, the first of which is the name of its connection (1 to 64 letters, digits, hyphens and underscores); further ones are passed over in silence.");
        _hasRefused = true;
    }
}
