using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>
/// Surrogates of trains that are known from beginning to end before the recording starts: every surrogate spike of every train, as frames.
/// </summary>
/// <remarks>
/// Four bytes for each surrogate spike. A recording whose trains become known only as it runs cannot have these: they would look ahead.
/// </remarks>
public sealed class WholeTrainSurrogates
{
    private readonly int[][][] _onsets;

    private WholeTrainSurrogates(int[][][] onsets, int surrogates)
    {
        _onsets = onsets;
        Surrogates = surrogates;
    }

    /// <summary>No surrogates: averages only.</summary>
    /// <param name="sources">Number of trains.</param>
    public static WholeTrainSurrogates None(int sources)
        => new([.. Enumerable.Range(0, sources).Select(_ => Array.Empty<int[]>())], 0);

    /// <summary>Surrogates of each train.</summary>
    public int Surrogates { get; }

    /// <summary>Number of trains.</summary>
    public int Sources => _onsets.Length;

    /// <summary>Frames of the spikes of one surrogate, ascending.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="surrogate">0 … <see cref="Surrogates"/> − 1.</param>
    public ReadOnlySpan<int> Onsets(int source, int surrogate) => _onsets[source][surrogate];

    /// <summary>Draws all surrogates: for each train in turn, each time anew from the train's own order of intervals.</summary>
    /// <param name="timesSeconds">Spike times of each train, s, ascending.</param>
    /// <param name="surrogates">Surrogates of each train, at least 1.</param>
    /// <param name="random">The random source of (train, surrogate), asked for in order.</param>
    /// <param name="info">The clocks; the recording must be shorter than 2³¹ frames.</param>
    /// <param name="cancellation">Looked at after every surrogate.</param>
    public static WholeTrainSurrogates Draw(
        IReadOnlyList<double[]> timesSeconds, int surrogates, Func<int, int, IRandomSource> random, RecordingInfo info,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(timesSeconds);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(surrogates);
        if (!info.TrainsKnownBeforehand)
        {
            throw new ArgumentException(
                $"Whole-train surrogates need every train from beginning to end beforehand, which the recording {info.Name} does not have.", nameof(info));
        }
        int ticksPerFrame = checked((int)info.FrameClock.ToIndexOf(info.SpikeClock, 1));
        double[] scratch = new double[timesSeconds.Max(train => train.Length)];
        var onsets = new int[timesSeconds.Count][][];
        for (int source = 0; source < onsets.Length; source++)
        {
            var intervals = new double[timesSeconds[source].Length];
            IntervalPermutation.Intervals(timesSeconds[source], intervals);
            onsets[source] = new int[surrogates][];
            for (int surrogate = 0; surrogate < surrogates; surrogate++)
            {
                cancellation.ThrowIfCancellationRequested();
                onsets[source][surrogate] = new int[intervals.Length];
                IntervalPermutation.Draw(
                    random(source, surrogate), intervals, scratch, info.SpikeClock.PeriodSeconds, ticksPerFrame,
                    onsets[source][surrogate]);
            }
        }
        return new WholeTrainSurrogates(onsets, surrogates);
    }
}
