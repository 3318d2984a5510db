using System.Runtime.CompilerServices;

namespace VoltageToWiring.Streaming.Workers;

/// <summary>
/// Many arrays out of few large ones, each beginning at a cache line: what is taken is never given back, so that they serve what lives as long
/// as their owner. Not thread-safe.
/// </summary>
/// <param name="ahead">
/// Whether another thread makes the next large array before it is needed, for those who take while a recording runs: a system may need a millisecond and
/// more for each MB of memory that nobody has used yet.
/// </param>
/// <typeparam name="T">A number.</typeparam>
public sealed class Slabs<T>(bool ahead = false)
    where T : unmanaged
{
    // Small at first, then a share of what there is: what nobody has taken yet is never more than that.
    private const int SmallestBytes = 1 << 18;
    private const int LargestBytes = 1 << 25;
    private const int Share = 4;

    private static readonly int LineElements = Math.Max(1, AlignedMemory.CacheLineBytes / Unsafe.SizeOf<T>());

    private ArraySegment<T> _free = ArraySegment<T>.Empty;
    private Task<ArraySegment<T>>? _next;

    /// <summary>Bytes of all arrays so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes room for a number of elements, all zero.</summary>
    /// <param name="count">The number.</param>
    public ArraySegment<T> Take(int count)
    {
        int lines = checked((count + LineElements - 1) / LineElements * LineElements);
        if (lines > _free.Count)
        {
            _free = Next(lines);
        }
        ArraySegment<T> taken = _free[..count];
        _free = _free[lines..];
        if (ahead && _next is null)
        {
            int elements = Counted(NextBytes(Bytes) / Unsafe.SizeOf<T>());
            _next = Task.Run(() => AlignedMemory.Allocate<T>(elements, alone: true));
        }
        return taken;
    }

    /// <summary>Bytes of all arrays, on average, once so much has been taken: of the newest half is free.</summary>
    /// <param name="takenBytes">What has been taken, at least 0.</param>
    /// <param name="ahead">Whether the next is made ahead.</param>
    public static double BytesFor(double takenBytes, bool ahead = false)
        => takenBytes + NextBytes((long)Math.Min(takenBytes, LargestBytes * (long)Share)) * (ahead ? 1.5 : 0.5);

    // What is made ahead is not waited for: its thread may not even have begun.
    private ArraySegment<T> Next(int lines)
    {
        if (_next is { IsCompletedSuccessfully: true } next && next.Result.Count >= lines)
        {
            _next = null;
            return next.Result;
        }
        return AlignedMemory.Allocate<T>(Counted(Math.Max(lines, NextBytes(Bytes) / Unsafe.SizeOf<T>())));
    }

    private int Counted(int elements)
    {
        Bytes += (long)elements * Unsafe.SizeOf<T>();
        return elements;
    }

    private static int NextBytes(long soFar) => (int)Math.Clamp(soFar / Share, SmallestBytes, LargestBytes);
}
