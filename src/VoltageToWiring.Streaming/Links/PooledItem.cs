namespace VoltageToWiring.Streaming;

/// <summary>Something whose buffers are used again. It has one owner at a time, who returns it exactly once.</summary>
public interface IPooledItem
{
    /// <summary>Gives the item back to its pool; it is no longer the caller's.</summary>
    void Return();
}

/// <summary>Base of pooled batches.</summary>
/// <typeparam name="TSelf">The batch type itself.</typeparam>
public abstract class PooledItem<TSelf> : IPooledItem
    where TSelf : PooledItem<TSelf>
{
    internal Pool<TSelf>? Owner { get; set; }

    /// <inheritdoc/>
    public void Return() => Owner?.TakeBack((TSelf)this);
}

/// <summary>
/// A pool of batches. It makes a new one whenever none is free, so that it never blocks; how many there are is bounded by the links that
/// batches wait in.
/// </summary>
/// <typeparam name="T">The batch type.</typeparam>
/// <param name="create">Makes an empty batch.</param>
public sealed class Pool<T>(Func<T> create)
    where T : PooledItem<T>
{
    private readonly Lock _gate = new();
    private readonly Stack<T> _free = new();
    private int _made;

    /// <summary>How many items exist.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>How many items are with somebody now; 0 when a run has ended.</summary>
    public int Outstanding
    {
        get
        {
            lock (_gate)
                return _made - _free.Count;
        }
    }

    /// <summary>Hands out an item; the caller owns it until <see cref="IPooledItem.Return"/>.</summary>
    public T Rent()
    {
        lock (_gate)
        {
            if (_free.TryPop(out T? item))
                return item;
            _made++;
        }
        T made = create();
        made.Owner = this;
        return made;
    }

    internal void TakeBack(T item)
    {
        lock (_gate)
            _free.Push(item);
    }
}
