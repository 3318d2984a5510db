using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.SpikeTrains;

/// <summary>
/// Surrogates of one block of a spike train: its inter-spike intervals in another order, from the anchor on. The last spike stays where it is.
/// </summary>
/// <remarks>
/// Exact where intervals are exchangeable within a block, and streaming: nothing beyond the block is looked at. The random numbers belong to
/// (source, block, surrogate), so nothing depends on batches or threads.
/// </remarks>
public static class BlockSurrogates
{
    /// <summary>Surrogates that are drawn at a time.</summary>
    public const int Eight = 8;

    /// <summary>Draws one surrogate.</summary>
    /// <param name="key">The key of the surrogates.</param>
    /// <param name="source">Index of the train.</param>
    /// <param name="block">Index of the block in its train.</param>
    /// <param name="surrogate">Index of the surrogate.</param>
    /// <param name="anchorTick">The spike before the block.</param>
    /// <param name="ticks">The block's spikes, ascending, after the anchor.</param>
    /// <param name="surrogateTicks">Receives as many ticks, ascending.</param>
    public static void Draw(
        ulong key, int source, long block, int surrogate, long anchorTick, ReadOnlySpan<long> ticks, Span<long> surrogateTicks)
    {
        Span<long> intervals = surrogateTicks[..ticks.Length];
        long previous = anchorTick;
        for (int i = 0; i < ticks.Length; i++)
        {
            intervals[i] = ticks[i] - previous;
            previous = ticks[i];
        }
        // The high bits of a block's index share a word with the surrogate's, which is far below 2²⁰.
        var random = new CounterRandom(key, (uint)block, (uint)source, ((uint)(block >> 32) << 20) | (uint)surrogate);
        for (int i = intervals.Length - 1; i > 0; i--)
        {
            int j = (int)random.NextAtMost((uint)i);
            (intervals[i], intervals[j]) = (intervals[j], intervals[i]);
        }
        long tick = anchorTick;
        for (int i = 0; i < intervals.Length; i++)
        {
            tick += intervals[i];
            surrogateTicks[i] = tick;
        }
    }

    /// <summary>Draws eight surrogates that follow each other, the same as one by one.</summary>
    /// <param name="key">The key of the surrogates.</param>
    /// <param name="source">Index of the train.</param>
    /// <param name="block">Index of the block in its train.</param>
    /// <param name="firstSurrogate">Index of the first.</param>
    /// <param name="anchorTick">The spike before the block.</param>
    /// <param name="ticks">The block's spikes, ascending, after the anchor.</param>
    /// <param name="surrogateTicks">Receives a row of eight ticks for each spike.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DrawEight(
        ulong key, int source, long block, int firstSurrogate, long anchorTick, ReadOnlySpan<long> ticks, Span<long> surrogateTicks)
    {
        Span<long> rows = surrogateTicks[..(ticks.Length * Eight)];
        long previous = anchorTick;
        for (int i = 0; i < ticks.Length; i++)
        {
            Vector512.Create(ticks[i] - previous).CopyTo(rows[(i * Eight)..]);
            previous = ticks[i];
        }
        Span<ulong> draws = stackalloc ulong[4 * Eight];
        Vector512<ulong> surrogates = Vector512<ulong>.Indices + Vector512.Create((ulong)(((uint)(block >> 32) << 20) | (uint)firstSurrogate));
        uint counter = 0;
        for (int last = ticks.Length - 1; last > 0; last -= 4)
        {
            if (!TryDrawFour(key, counter++, (uint)block, (uint)source, surrogates, (uint)last, draws))
            {
                DrawOneByOne(key, source, block, firstSurrogate, anchorTick, ticks, rows);
                return;
            }
            for (int i = last; i > Math.Max(0, last - 4); i--)
                Exchange(rows, i, draws.Slice((last - i) * Eight, Eight));
        }
        Vector512<long> tick = Vector512.Create(anchorTick);
        for (int at = 0; at < rows.Length; at += Eight)
        {
            tick += Vector512.Create<long>(rows.Slice(at, Eight));
            tick.CopyTo(rows[at..]);
        }
    }

    // Four bounded draws of eight sequences; false where one may have to be rejected, which hardly ever happens.
    private static bool TryDrawFour(
        ulong key, uint counter, uint block, uint source, Vector512<ulong> surrogates, uint largest, Span<ulong> draws)
    {
        Vector512<ulong> x0 = Vector512.Create((ulong)counter), x1 = Vector512.Create((ulong)block), x2 = Vector512.Create((ulong)source), x3 = surrogates;
        Philox.Generate(ref x0, ref x1, ref x2, ref x3, key);
        return TryBound(x0, largest, draws)
            & TryBound(x1, largest - 1, draws[Eight..])
            & TryBound(x2, largest - 2, draws[(2 * Eight)..])
            & TryBound(x3, largest - 3, draws[(3 * Eight)..]);
    }

    // Beyond the last draw the bound has run below 0, and what comes out is not used.
    private static bool TryBound(Vector512<ulong> words, uint maximum, Span<ulong> draws)
    {
        if ((int)maximum <= 0)
            return true;
        Vector512<ulong> range = Vector512.Create(maximum + 1ul), products = words * range;
        (products >>> 32).CopyTo(draws);
        return !Vector512.LessThanAny(products & Vector512.Create(0xFFFFFFFFul), range);
    }

    private static void Exchange(Span<long> rows, int i, ReadOnlySpan<ulong> with)
    {
        for (int lane = 0; lane < Eight; lane++)
        {
            int a = i * Eight + lane, b = (int)with[lane] * Eight + lane;
            (rows[a], rows[b]) = (rows[b], rows[a]);
        }
    }

    private static void DrawOneByOne(
        ulong key, int source, long block, int firstSurrogate, long anchorTick, ReadOnlySpan<long> ticks, Span<long> rows)
    {
        var one = new long[ticks.Length];
        for (int lane = 0; lane < Eight; lane++)
        {
            Draw(key, source, block, firstSurrogate + lane, anchorTick, ticks, one);
            for (int i = 0; i < one.Length; i++)
                rows[i * Eight + lane] = one[i];
        }
    }
}
