namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>One name, as the thread that owns the sockets knows it: its connection, and where its answers go.</summary>
internal sealed class ZeroMqPeer
{
    // The welcome and what may follow it until the peer listens; whoever never listens wants no answers.
    private const int MostUnheard = 64;

    private readonly Queue<(byte[] Answer, Action? Left)> _waiting = new();
    private byte[]? _route;

    /// <summary>The connection; null before its first message.</summary>
    public ZeroMqSocket? Socket { get; set; }

    /// <summary>Whether the connection has ended. Its name stays known for a while, so that messages under way begin no new one.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the peer listens for answers.</summary>
    public bool IsListening => _route is not null;

    /// <summary>Whether the peer listens, and answers wait until it has read others.</summary>
    public bool IsBehind => IsListening && _waiting.Count > 0;

    /// <summary>The peer listens for answers.</summary>
    /// <param name="route">Where they go from now on.</param>
    /// <param name="send">Sends one; false where there is no room.</param>
    public void Listens(byte[] route, Func<byte[], byte[], bool> send)
    {
        _route = route;
        SendWaiting(send);
    }

    /// <summary>An answer for the peer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="left">Called once it has left; at once where nobody listens.</param>
    /// <param name="send">Sends one; false where there is no room.</param>
    public void Answer(byte[] answer, Action left, Func<byte[], byte[], bool> send)
    {
        if (IsListening)
        {
            _waiting.Enqueue((answer, left));
            SendWaiting(send);
            return;
        }
        if (_waiting.Count < MostUnheard)
            _waiting.Enqueue((answer, null));
        left();
    }

    /// <summary>Sends what waits, as far as there is room.</summary>
    public void SendWaiting(Func<byte[], byte[], bool> send)
    {
        while (_route is { } route && _waiting.TryPeek(out (byte[] Answer, Action? Left) first) && send(route, first.Answer))
        {
            _waiting.Dequeue();
            first.Left?.Invoke();
        }
    }

    /// <summary>The connection ends. Who did not listen yet may still hear why.</summary>
    public void End()
    {
        Socket = null;
        HasEnded = true;
        if (IsListening)
            _waiting.Clear();
    }
}
