using System.Globalization;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Windows;

/// <summary>
/// What a sender keeps: every message that is not acknowledged, bounded by the credit. It knows no sockets and no time; one thread at a time.
/// </summary>
/// <typeparam name="T">A message.</typeparam>
/// <param name="most">The most messages kept, whatever credit is given.</param>
/// <param name="release">Called with each message that is no longer needed.</param>
public sealed class SendWindow<T>(int most, Action<T>? release = null)
{
    private readonly T[] _kept = new T[most];
    private long _edge;
    private long _resend;
    private long _resendBefore;

    /// <summary>The oldest message kept; all before it are acknowledged.</summary>
    public long Oldest { get; private set; }

    /// <summary>The number of the next message that is added.</summary>
    public long Next { get; private set; }

    /// <summary>The next message that was never sent over this connection.</summary>
    public long Unsent { get; private set; }

    /// <summary>Messages sent once more.</summary>
    public long Resent { get; private set; }

    /// <summary>Whether a message may be added.</summary>
    public bool HasRoom => Next < _edge && Next - Oldest < most;

    /// <summary>Whether all that was added is acknowledged.</summary>
    public bool IsEmpty => Oldest == Next;

    /// <summary>Adds a message; there has to be room.</summary>
    /// <param name="message">The window's until it is released.</param>
    public void Add(T message)
    {
        if (!HasRoom)
            throw new InvalidOperationException("There is no credit for another message.");
        _kept[Next++ % most] = message;
    }

    /// <summary>Says what is to be sent next: first what was missed, then what is new.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="message">The message; the window keeps it.</param>
    /// <returns>False when there is nothing.</returns>
    public bool TryTakeNext(out long sequence, out T message)
    {
        bool again = _resend < _resendBefore;
        sequence = again ? _resend : Unsent;
        bool any = again || Unsent < Next;
        message = any ? _kept[sequence % most] : default!;
        if (again)
        {
            _resend++;
            Resent++;
        }
        else if (any)
        {
            Unsent++;
        }
        return any;
    }

    /// <summary>A connection has been made; everything from a message on is sent over it.</summary>
    /// <param name="next">The message that the receiver expects.</param>
    /// <param name="credit">How many from there on it takes.</param>
    public void Connect(long next, long credit)
    {
        if (next < Oldest)
        {
            throw new WireException(WireError.Session, string.Create(
                CultureInfo.InvariantCulture, $"The receiver expects message {next}, but the oldest that is kept is {Oldest}; was it started anew?"));
        }
        long sent = Unsent;
        Acknowledge(next, credit);
        Resent += Math.Max(0, sent - next);
        Unsent = next;
        _resend = _resendBefore = 0;
    }

    /// <summary>The receiver says what it has; an older word than the last changes nothing.</summary>
    /// <param name="next">All messages before this one have been received.</param>
    /// <param name="credit">How many from there on it takes.</param>
    /// <returns>Whether something was acknowledged that was not before.</returns>
    public bool Acknowledge(long next, long credit)
    {
        if (next > Next)
        {
            throw new WireException(WireError.Order, string.Create(
                CultureInfo.InvariantCulture, $"The receiver acknowledges messages before {next}, but only {Next} exist."));
        }
        _edge = Math.Max(_edge, next + Math.Min(credit, WireProtocol.LargestInteger));
        bool progress = next > Oldest;
        for (; Oldest < next; Oldest++)
            release?.Invoke(_kept[Oldest % most]);
        Unsent = Math.Max(Unsent, next);
        _resend = Math.Max(_resend, next);
        return progress;
    }

    /// <summary>The receiver has missed messages; those it has acknowledged since are not sent again.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="before">The first after them.</param>
    public void ResendFrom(long first, long before)
    {
        long from = Math.Max(first, Oldest), to = Math.Min(before, Unsent);
        if (from >= to)
            return;
        // Two requests at once become one that covers both.
        bool pending = _resend < _resendBefore;
        _resend = pending ? Math.Min(_resend, from) : from;
        _resendBefore = pending ? Math.Max(_resendBefore, to) : to;
    }

    /// <summary>Nothing was acknowledged for long: the oldest message is sent again, and the answer tells whether more are missing.</summary>
    public void ResendOldest() => ResendFrom(Oldest, Oldest + 1);
}
