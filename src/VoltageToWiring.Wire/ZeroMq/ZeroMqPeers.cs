namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>The names that are known, no more than so many: those that have ended, or never said anything, make room, the oldest first.</summary>
/// <param name="most">The most names without an open connection.</param>
internal sealed class ZeroMqPeers(int most)
{
    private readonly Dictionary<string, ZeroMqPeer> _known = [];
    private readonly Queue<string> _idle = new();

    /// <summary>The peer of a name; a new one where the name is new.</summary>
    public ZeroMqPeer this[string name]
    {
        get
        {
            if (_known.TryGetValue(name, out ZeroMqPeer? known))
                return known;
            var peer = new ZeroMqPeer();
            _known.Add(name, peer);
            MayGo(name);
            return peer;
        }
    }

    /// <summary>A connection has ended.</summary>
    public void Ended(string name)
    {
        if (!_known.TryGetValue(name, out ZeroMqPeer? peer))
            return;
        peer.End();
        MayGo(name);
    }

    private void MayGo(string name)
    {
        _idle.Enqueue(name);
        while (_idle.Count > most)
        {
            string oldest = _idle.Dequeue();
            if (_known.TryGetValue(oldest, out ZeroMqPeer? peer) && peer.Socket is null)
                _known.Remove(oldest);
        }
    }
}
