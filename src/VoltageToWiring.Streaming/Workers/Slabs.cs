using System.Runtime.CompilerServices;

namespace VoltageToWiring.Streaming.Workers;

/// <summary>
/// Many arrays out of few large ones, each beginning at a cache line: what is taken is never given back, so that they serve what lives as long
/// as their owner. Not thread-safe.
/// </summary>
/// <typeparam name="T">A number.</typeparam>
public sealed class Slabs<T>
    where T : unmanaged
{
    // Small at first, then a share of what there is: what nobody has taken yet is never more than that.
    private const int SmallestBytes = 1 << 18;
    private const int LargestBytes = 1 << 25;
    private const int Share = 4;

    private static readonly int LineElements = Math.Max(1, AlignedMemory.CacheLineBytes / Unsafe.SizeOf<T>());

    private ArraySegment<T> _free = ArraySegment<T>.Empty;

    /// <summary>Bytes of all arrays so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes room for a number of elements, all zero.</summary>
    /// <param name="count">The number.</param>
    public ArraySegment<T> Take(int count)
    {
        int lines = checked((count + LineElements - 1) / LineElements * LineElements);
        if (lines > _free.Count)
        {
            _free = AlignedMemory.Allocate<T>(Math.Max(lines, NextBytes(Bytes) / Unsafe.SizeOf<T>()));
            Bytes += (long)_free.Count * Unsafe.SizeOf<T>();
        }
        ArraySegment<T> taken = _free[..count];
        _free = _free[lines..];
        return taken;
    }

    /// <summary>Bytes of all arrays, on average, once so much has been taken: of the newest half is free.</summary>
    /// <param name="takenBytes">What has been taken, at least 0.</param>
    public static double BytesFor(double takenBytes) => takenBytes + NextBytes((long)Math.Min(takenBytes, LargestBytes * (long)Share)) / 2;

    private static int NextBytes(long soFar) => (int)Math.Clamp(soFar / Share, SmallestBytes, LargestBytes);
}
