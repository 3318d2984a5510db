using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Numerics.SpikeTrains;

/// <summary>
/// Surrogate trains that keep a train's inter-spike intervals and forget their order: the whole-train surrogates of the reference.
/// </summary>
public static class IntervalPermutation
{
    /// <summary>The intervals of a train; the first is the time of the first spike.</summary>
    /// <param name="timesSeconds">Spike times, s, ascending.</param>
    /// <param name="intervalsSeconds">Receives as many intervals, s.</param>
    public static void Intervals(ReadOnlySpan<double> timesSeconds, Span<double> intervalsSeconds)
    {
        double previous = 0;
        for (int i = 0; i < timesSeconds.Length; i++)
        {
            intervalsSeconds[i] = timesSeconds[i] - previous;
            previous = timesSeconds[i];
        }
    }

    /// <summary>Draws one surrogate: permutes the intervals, cumulates them from 0, and rounds each time to a tick. The plain form.</summary>
    /// <param name="random">As many bounded draws as there are intervals, less one.</param>
    /// <param name="intervalsSeconds">The train's intervals, s; unchanged.</param>
    /// <param name="scratch">Room for as many intervals; holds the permuted ones on return.</param>
    /// <param name="periodSeconds">Period of the spike clock, s.</param>
    /// <param name="ticksPerFrame">Ticks in a frame; the result is the frame that holds the tick.</param>
    /// <param name="onsets">Receives the frame index of each surrogate spike, ascending.</param>
    public static void Draw<TRandom>(
        TRandom random, ReadOnlySpan<double> intervalsSeconds, Span<double> scratch,
        double periodSeconds, int ticksPerFrame, Span<int> onsets)
        where TRandom : IRandomSource
    {
        Span<double> permuted = scratch[..intervalsSeconds.Length];
        intervalsSeconds.CopyTo(permuted);
        random.Permute(permuted);
        double time = 0;
        for (int i = 0; i < permuted.Length; i++)
        {
            time += permuted[i];
            long tick = SpikeClock.ToTick(time, periodSeconds);
            onsets[i] = checked((int)(ticksPerFrame == 1 ? tick : tick / ticksPerFrame));
        }
    }

    /// <summary>The draws of a permutation, to be carried out by <see cref="Exchange"/>, then or later.</summary>
    /// <param name="random">As many bounded draws as there are elements, less one.</param>
    /// <param name="exchanges">Receives at i, from the last index down to 1, with which index to exchange it.</param>
    public static void DrawExchanges(IRandomSource random, Span<int> exchanges)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (random is NumpyRandom numpy)
        {
            numpy.NextExchanges(exchanges);
            return;
        }
        for (int i = exchanges.Length - 1; i > 0; i--)
            exchanges[i] = (int)random.NextAtMost((uint)i);
    }

    /// <summary>What <see cref="Draw"/> does with the numbers it draws, to the same bits, with the division of eight times at once.</summary>
    /// <param name="exchanges">One for each interval, from <see cref="DrawExchanges"/>.</param>
    /// <param name="intervalsSeconds">The train's intervals, s; unchanged.</param>
    /// <param name="scratch">Room for as many intervals.</param>
    /// <param name="periodSeconds">Period of the spike clock, s.</param>
    /// <param name="ticksPerFrame">Ticks in a frame.</param>
    /// <param name="onsets">Receives the frame index of each surrogate spike, ascending.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exchange(
        ReadOnlySpan<int> exchanges, ReadOnlySpan<double> intervalsSeconds, Span<double> scratch,
        double periodSeconds, int ticksPerFrame, Span<int> onsets)
    {
        Span<double> times = scratch[..intervalsSeconds.Length];
        exchanges = exchanges[..times.Length];
        onsets = onsets[..times.Length];
        intervalsSeconds.CopyTo(times);
        for (int i = times.Length - 1; i > 0; i--)
        {
            int j = exchanges[i];
            (times[i], times[j]) = (times[j], times[i]);
        }
        double time = 0;
        foreach (ref double interval in times)
        {
            time += interval;
            interval = time;
        }
        int at = 0;
        // No time is later than the last, so where that one's tick is an integer all are.
        if (ticksPerFrame == 1 && times.Length > 0 && SpikeClock.ToTick(time, periodSeconds) <= int.MaxValue)
        {
            for (; at + Vector512<double>.Count <= times.Length; at += Vector512<double>.Count)
            {
                Vector512<double> ticks = Vector512.Round(Vector512.Create<double>(times[at..]) / periodSeconds);
                Vector512<long> whole = Vector512.ConvertToInt64(ticks);
                Vector256.Narrow(whole.GetLower(), whole.GetUpper()).CopyTo(onsets[at..]);
            }
        }
        for (; at < times.Length; at++)
        {
            long tick = SpikeClock.ToTick(times[at], periodSeconds);
            onsets[at] = checked((int)(ticksPerFrame == 1 ? tick : tick / ticksPerFrame));
        }
    }
}
