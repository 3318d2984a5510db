using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.SpikeTrains;

/// <summary>
/// Surrogates that keep how many spikes, or bursts, fall into each of a row of windows and forget where in it: each burst begins anew anywhere
/// in its window, its spikes with it. For trains whose intervals are not exchangeable.
/// </summary>
/// <remarks>
/// Conservative, and slower than permuting intervals. Interval jitter: A. Amarasingham, M. T. Harrison, N. G. Hatsopoulos and S. Geman (2012),
/// "Conditional modeling and the jitter method of spike resampling"; bursts as units: M. T. Harrison and S. Geman (2009), "A rate and history-preserving
/// resampling algorithm for neural spike trains".
/// </remarks>
public static class IntervalJitter
{
    /// <summary>Spikes closer to the one before than this belong to its burst, s.</summary>
    public const double BurstGapSeconds = 0.012;

    /// <summary>Length of a window, s.</summary>
    public const double WindowSeconds = 0.1;

    /// <summary>Draws one surrogate.</summary>
    /// <param name="key">The key of the surrogates.</param>
    /// <param name="source">Index of the train.</param>
    /// <param name="block">Index of the block in its train.</param>
    /// <param name="surrogate">Index of the surrogate.</param>
    /// <param name="windowTicks">Length of a window, ticks; windows begin at its multiples.</param>
    /// <param name="burstGapTicks">Spikes closer than this move together.</param>
    /// <param name="ticks">The block's spikes, ascending; the first begins a burst.</param>
    /// <param name="surrogateTicks">Receives as many ticks, ascending within each burst.</param>
    public static void Draw(
        ulong key, int source, long block, int surrogate, long windowTicks, long burstGapTicks,
        ReadOnlySpan<long> ticks, Span<long> surrogateTicks)
    {
        var random = new CounterRandom(key, (uint)block, (uint)source, ((uint)(block >> 32) << 20) | (uint)surrogate);
        long moved = 0;
        for (int i = 0; i < ticks.Length; i++)
        {
            if (i == 0 || ticks[i] - ticks[i - 1] >= burstGapTicks)
            {
                long window = ticks[i] - ticks[i] % windowTicks;
                moved = window + random.NextAtMost((uint)(windowTicks - 1)) - ticks[i];
            }
            surrogateTicks[i] = ticks[i] + moved;
        }
    }
}
