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

    /// <summary>Draws one surrogate: permutes the intervals, cumulates them from 0, and rounds each time to a tick.</summary>
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
}
