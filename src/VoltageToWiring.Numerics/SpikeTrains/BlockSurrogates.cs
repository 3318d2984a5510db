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
}
