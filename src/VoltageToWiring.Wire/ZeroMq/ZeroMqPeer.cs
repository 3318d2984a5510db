namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>One name, as the thread that owns the sockets knows it: its connection, and where its answers go.</summary>
internal sealed class ZeroMqPeer
{
    // The welcome and what may follow it until the peer listens; whoever never listens wants no answers.
    private const int MostWaiting = 64;

    private readonly List<byte[]> _waiting = [];
    private byte[]? _route;

    /// <summary>The connection; null before its first message.</summary>
    public ZeroMqSocket? Socket { get; set; }

    /// <summary>Whether the connection has ended. Its name stays known for a while, so that messages under way begin no new one.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether the peer listens for answers.</summary>
    public bool IsListening => _route is not null;

    /// <summary>The peer listens for answers.</summary>
    /// <param name="route">Where they go from now on.</param>
    /// <param name="send">Sends one.</param>
    public void Listens(byte[] route, Action<byte[], byte[]> send)
    {
        _route = route;
        foreach (byte[] answer in _waiting)
            send(route, answer);
        _waiting.Clear();
    }

    /// <summary>An answer for the peer.</summary>
    public void Answer(byte[] answer, Action<byte[], byte[]> send)
    {
        if (_route is not null)
            send(_route, answer);
        else if (_waiting.Count < MostWaiting)
            _waiting.Add(answer);
    }
}
