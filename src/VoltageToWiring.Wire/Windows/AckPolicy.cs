namespace VoltageToWiring.Wire.Windows;

/// <summary>When to acknowledge: every quarter of the credit, at once where the sender may be waiting, and whenever somebody asks.</summary>
/// <param name="capacity">The credit of an empty window.</param>
public sealed class AckPolicy(int capacity)
{
    private readonly int _step = Math.Max(1, capacity / 4);
    private long _next;
    private long _edge = capacity;
    private bool _asked;

    /// <summary>An acknowledgement is wanted whatever has changed: after a duplicate, an end, or a while without one.</summary>
    public void Ask() => _asked = true;

    /// <summary>Whether one is due.</summary>
    /// <param name="next">The message that is due.</param>
    /// <param name="credit">How many from there on may come.</param>
    public bool IsDue(long next, long credit)
    {
        long edge = next + credit;
        return _asked || next - _next >= _step || edge - _edge >= _step || (next == _edge && edge > _edge);
    }

    /// <summary>One is sent.</summary>
    /// <param name="next">What it says is due.</param>
    /// <param name="credit">The credit it gives.</param>
    public void Sent(long next, long credit)
    {
        _next = next;
        _edge = next + credit;
        _asked = false;
    }
}
