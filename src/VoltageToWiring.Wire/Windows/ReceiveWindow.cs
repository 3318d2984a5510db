using System.Globalization;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Windows;

/// <summary>What became of a message that arrived.</summary>
public enum Arrival
{
    /// <summary>It is kept until its turn comes, which may be now.</summary>
    Kept,

    /// <summary>It was there already.</summary>
    Duplicate,
}

/// <summary>
/// Puts arriving messages into their order, each once, within a bounded credit. It knows no sockets and no time; one thread at a time.
/// </summary>
/// <typeparam name="T">A message.</typeparam>
/// <param name="capacity">The most messages that wait, for their turn or for being taken.</param>
public sealed class ReceiveWindow<T>(int capacity)
    where T : class
{
    private readonly T?[] _slots = new T?[capacity];
    private int _kept;
    private int _waiting;
    private long _askedFor = -1;
    private long _newest = -1;

    /// <summary>The message that is due; all before it were accepted.</summary>
    public long Next { get; private set; }

    /// <summary>How many messages from <see cref="Next"/> on may come. Next + credit never falls.</summary>
    public int Credit => capacity - _waiting;

    /// <summary>Messages that were there already.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Messages that came before one with a smaller number.</summary>
    public long Reordered { get; private set; }

    /// <summary>Whether messages beyond a missing one have come.</summary>
    public bool HasHole => _kept > 0 && _slots[Next % capacity] is null;

    /// <summary>A message has arrived.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="message">The window's if it is kept, else still the caller's.</param>
    /// <exception cref="WireException">It lies beyond the credit.</exception>
    public Arrival Offer(long sequence, T message)
    {
        if (sequence >= Next + Credit)
        {
            throw new WireException(WireError.Order, string.Create(
                CultureInfo.InvariantCulture, $"Message {sequence} came, but credit was given up to message {Next + Credit - 1} only."));
        }
        if (sequence < Next || _slots[sequence % capacity] is not null)
        {
            Duplicates++;
            return Arrival.Duplicate;
        }
        _slots[sequence % capacity] = message;
        _kept++;
        if (sequence < _newest)
            Reordered++;
        _newest = Math.Max(_newest, sequence);
        return Arrival.Kept;
    }

    /// <summary>The message whose turn it is.</summary>
    /// <returns>False when it has not come.</returns>
    public bool TryPeek(out T message)
    {
        message = _slots[Next % capacity]!;
        return message is not null;
    }

    /// <summary>The message whose turn it is has been found good.</summary>
    /// <param name="waits">Whether what came of it waits to be taken, and holds its credit until <see cref="Taken"/>.</param>
    public void Accept(bool waits)
    {
        Remove();
        Next++;
        if (waits)
            _waiting++;
    }

    /// <summary>The message whose turn it is has been found bad; another may come in its place.</summary>
    public void Reject() => Remove();

    /// <summary>Something that waited was taken.</summary>
    public void Taken() => _waiting--;

    /// <summary>Which messages to ask for; each hole is asked for once, and again after <see cref="AskAgain"/>.</summary>
    /// <param name="missing">From the first one missing to the first one there.</param>
    /// <returns>False when there is nothing to ask for.</returns>
    public bool TryAsk(out ResendFrom missing)
    {
        missing = default;
        if (!HasHole || _askedFor == Next)
            return false;
        _askedFor = Next;
        missing = new ResendFrom(Next, FirstKept());
        return true;
    }

    /// <summary>Enough time has passed to ask for the same hole again.</summary>
    public void AskAgain() => _askedFor = -1;

    /// <summary>Gives up what waits for its turn, because its connection has ended; it will be sent again.</summary>
    /// <param name="release">Called with each.</param>
    public void Forget(Action<T> release)
    {
        for (int slot = 0; slot < capacity && _kept > 0; slot++)
        {
            if (_slots[slot] is { } message)
            {
                _slots[slot] = null;
                _kept--;
                release(message);
            }
        }
        AskAgain();
    }

    private void Remove()
    {
        _slots[Next % capacity] = null;
        _kept--;
    }

    private long FirstKept()
    {
        long sequence = Next;
        while (_slots[sequence % capacity] is null)
            sequence++;
        return sequence;
    }
}
