using System.Threading.Channels;
using VoltageToWiring.Streaming.Timing;

namespace VoltageToWiring.Streaming.Links;

/// <summary>What a pipeline needs of every link, whatever flows in it.</summary>
public interface ILink
{
    /// <summary>What has passed so far.</summary>
    LinkCounters Counters { get; }

    /// <summary>The two stages it joins.</summary>
    string Name { get; }

    /// <summary>Items in it now.</summary>
    int Waiting { get; }

    /// <summary>Ends the link from either side at once: a waiting writer or reader wakes, and what waits inside is abandoned.</summary>
    void Cut();
}

/// <summary>
/// A bounded channel between two stages that run on their own: one writer, one reader, a capacity, a policy when full, and counters.
/// </summary>
/// <typeparam name="T">What flows.</typeparam>
/// <remarks>
/// The writer completes it. It is cancelled by cutting it, not through tokens: a channel read that can be cancelled allocates at every
/// wait, a read that ends with its channel does not.
/// </remarks>
public sealed class Link<T> : ILink
{
    private readonly Channel<Waiting<T>> _channel;
    private readonly Action<T>? _onDropped;
    private readonly Action<T>? _onAbandoned;
    private readonly string _name;
    private readonly int _capacity;
    private readonly TimeProvider? _time;
    private readonly IDurations? _waits;

    // Written by the writer.
    private long _written;
    private long _writerWaits;
    private int _highWater;
    private bool _interrupted;

    // Written by the reader.
    private long _read;

    // Written by either.
    private long _abandoned;
    private long _dropped;
    private volatile bool _cut;

    /// <summary>An empty link.</summary>
    /// <param name="name">The two stages it joins, for counters and messages.</param>
    /// <param name="options">Size and policy.</param>
    /// <param name="onDropped">Called with every batch that is discarded because the link is full; it may return it to its pool.</param>
    /// <param name="onAbandoned">Called with every batch that is left when the link is cut; it may return it to its pool.</param>
    /// <param name="time">Wall time; needed where <paramref name="waits"/> are.</param>
    /// <param name="waits">Hears how long each item that was read had waited; null for nobody.</param>
    public Link(
        string name, LinkOptions options, Action<T>? onDropped = null, Action<T>? onAbandoned = null, TimeProvider? time = null, IDurations? waits = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _time = waits is null ? null : time ?? throw new ArgumentNullException(nameof(time));
        _waits = waits;
        _name = name;
        _capacity = options.Capacity;
        _onDropped = onDropped;
        _onAbandoned = onAbandoned;
        var bounded = new BoundedChannelOptions(options.Capacity)
        {
            SingleReader = true,
            SingleWriter = true,
            AllowSynchronousContinuations = false,
            FullMode = options.WhenFull switch
            {
                WhenFull.Wait => BoundedChannelFullMode.Wait,
                WhenFull.DropOldest => BoundedChannelFullMode.DropOldest,
                WhenFull.DropNewest => BoundedChannelFullMode.DropWrite,
                _ => throw new ArgumentOutOfRangeException(nameof(options), options.WhenFull, "Unknown policy."),
            },
        };
        // A drop mode answers true for what it discards, so the callback is the only place that knows.
        _channel = Channel.CreateBounded<Waiting<T>>(bounded, Drop);
    }

    /// <inheritdoc/>
    public LinkCounters Counters
    {
        get
        {
            int waiting = _channel.Reader.Count;
            return new LinkCounters(
                _name, _capacity, Volatile.Read(ref _written), Volatile.Read(ref _read), Volatile.Read(ref _dropped),
                Volatile.Read(ref _abandoned), waiting, Math.Max(waiting, Volatile.Read(ref _highWater)), Volatile.Read(ref _writerWaits));
        }
    }

    /// <inheritdoc/>
    public string Name => _name;

    /// <inheritdoc/>
    public int Waiting => _channel.Reader.Count;

    /// <summary>Whether the writer ended it before its stream was complete.</summary>
    public bool Interrupted => _cut || Volatile.Read(ref _interrupted);

    /// <summary>Hands a batch to the link.</summary>
    /// <param name="item">No longer the caller's once true is returned.</param>
    /// <returns>False where there is no room and the policy is to wait, or where nobody reads any more; the batch is then still the caller's.</returns>
    public bool TryWrite(T item)
    {
        if (!_channel.Writer.TryWrite(new Waiting<T>(item, _time?.GetTimestamp() ?? 0)))
            return false;
        CountWritten();
        return true;
    }

    /// <summary>Waits until there is room.</summary>
    /// <returns>False when nobody reads any more.</returns>
    // The wait is the channel's own, used again each time. An asynchronous method would need an object for each wait, and those of the framework's
    // pool are found only where a wait goes on on the thread that began it.
    public ValueTask<bool> WaitToWriteAsync()
    {
        if (_cut)
            return ValueTask.FromResult(false);
        ValueTask<bool> room = _channel.Writer.WaitToWriteAsync();
        if (!room.IsCompleted)
            _writerWaits++;
        return room;
    }

    /// <summary>Ends the stream; the reader still gets what waits.</summary>
    /// <param name="interrupted">Whether it ends before it is complete.</param>
    public void Complete(bool interrupted)
    {
        Volatile.Write(ref _interrupted, interrupted);
        _channel.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public void Cut()
    {
        _cut = true;
        _channel.Writer.TryComplete();
    }

    /// <summary>Waits until there is something to read.</summary>
    /// <returns>False when nothing will come any more.</returns>
    // What waits in a link that was cut is not for its reader: without the first test it would be offered for ever.
    public ValueTask<bool> WaitToReadAsync() => _cut ? ValueTask.FromResult(false) : _channel.Reader.WaitToReadAsync();

    /// <summary>Takes the next batch.</summary>
    /// <param name="item">The caller's from now on.</param>
    /// <returns>False where none waits, or where the link was cut.</returns>
    public bool TryRead([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
    {
        if (_cut || !_channel.Reader.TryRead(out Waiting<T> next))
        {
            item = default;
            return false;
        }
        item = next.Item;
        _waits?.Add(_time!.GetTimestamp() - next.Since);
        _read++;
        return true;
    }

    /// <summary>Hands a batch that could not be written to the abandon callback.</summary>
    /// <param name="item">The batch; no longer the caller's.</param>
    public void Abandon(T item)
    {
        Interlocked.Increment(ref _abandoned);
        _onAbandoned?.Invoke(item);
    }

    /// <summary>Empties the link when its reader stops early, handing what is left to the abandon callback.</summary>
    public void Abandon()
    {
        Cut();
        while (_channel.Reader.TryRead(out Waiting<T> next))
            Abandon(next.Item);
    }

    private void CountWritten()
    {
        _written++;
        int waiting = _channel.Reader.Count;
        if (waiting > _highWater)
            _highWater = waiting;
    }

    private void Drop(Waiting<T> waiting)
    {
        Interlocked.Increment(ref _dropped);
        _onDropped?.Invoke(waiting.Item);
    }
}
