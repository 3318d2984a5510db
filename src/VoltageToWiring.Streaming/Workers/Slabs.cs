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
    // Small at first, so that a small run takes little, then twice as large each time, up to a few large pages. Beyond that a share of all there
    // is, so that little is taken that nobody needs.
    private const int FirstBytes = 1 << 18;
    private const int FewPagesBytes = 1 << 23;
    private const int LargestBytes = 1 << 25;
    private const int Share = 8;

    private static readonly int LineElements = Math.Max(1, AlignedMemory.CacheLineBytes / Unsafe.SizeOf<T>());

    private ArraySegment<T> _free = ArraySegment<T>.Empty;
    private int _nextBytes = FirstBytes;
    private long _allBytes;

    /// <summary>Takes room for a number of elements, all zero.</summary>
    /// <param name="count">The number.</param>
    public ArraySegment<T> Take(int count)
    {
        int lines = checked((count + LineElements - 1) / LineElements * LineElements);
        if (lines > _free.Count)
        {
            _free = AlignedMemory.Allocate<T>(Math.Max(lines, _nextBytes / Unsafe.SizeOf<T>()));
            _allBytes += (long)_free.Count * Unsafe.SizeOf<T>();
            _nextBytes = (int)Math.Clamp(_allBytes / Share, Math.Min(2 * _nextBytes, FewPagesBytes), LargestBytes);
        }
        ArraySegment<T> taken = _free[..count];
        _free = _free[lines..];
        return taken;
    }
}
