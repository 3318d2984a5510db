using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VoltageToWiring.Inference.Significance;

/// <summary>
/// A value for each pair at one moment: a row for each train, a column for each target. Rows that are as they were at the moment before are
/// shared with it, and none is ever written again: a report is a stable copy and costs what has changed since the last one.
/// </summary>
/// <typeparam name="T">Plain figures.</typeparam>
internal sealed class TrainRows<T>
    where T : unmanaged
{
    private readonly T[][] _rows;
    private long _ownRows;

    /// <summary>Rows that are to be filled, each once.</summary>
    /// <param name="sources">Number of trains.</param>
    /// <param name="targets">Number of targets.</param>
    public TrainRows(int sources, int targets)
    {
        _rows = new T[sources][];
        Targets = targets;
    }

    /// <summary>Number of targets.</summary>
    public int Targets { get; }

    /// <summary>Number of pairs.</summary>
    public int Count => _rows.Length * Targets;

    /// <summary>Bytes of the rows that are not shared with the moment before.</summary>
    public long OwnBytes => _ownRows * Targets * Unsafe.SizeOf<T>();

    /// <summary>The value of a pair.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="target">Index of the neuron.</param>
    public ref readonly T this[int source, int target] => ref _rows[source][target];

    /// <summary>The value of a pair.</summary>
    /// <param name="pair">target × sources + source.</param>
    public ref readonly T this[int pair] => ref this[pair % _rows.Length, pair / _rows.Length];

    /// <summary>The rows as arrays that nobody writes to.</summary>
    /// <param name="source">Index of the train.</param>
    public ReadOnlySpan<T> Row(int source) => _rows[source];

    /// <summary>Fills a row; different threads may fill different rows.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="values">Its values now.</param>
    /// <param name="before">The rows of the moment before; null for none.</param>
    public void Set(int source, ReadOnlySpan<T> values, TrainRows<T>? before)
    {
        if (before is not null && AreSame(values, before._rows[source]))
        {
            _rows[source] = before._rows[source];
            return;
        }
        _rows[source] = values.ToArray();
        Interlocked.Increment(ref _ownRows);
    }

    private static bool AreSame(ReadOnlySpan<T> a, ReadOnlySpan<T> b) => MemoryMarshal.AsBytes(a).SequenceEqual(MemoryMarshal.AsBytes(b));
}
