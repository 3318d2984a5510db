using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>
/// Surrogates of trains that are known from beginning to end before the recording starts: every surrogate spike of every train, as frames.
/// </summary>
/// <remarks>
/// Four bytes for each surrogate spike. A recording whose trains become known only as it runs cannot have these: they would look ahead.
/// </remarks>
public sealed class WholeTrainSurrogates
{
    // By source: one surrogate after the other, each as long as the train.
    private readonly ArraySegment<int>[] _onsets;

    private WholeTrainSurrogates(ArraySegment<int>[] onsets, int surrogates)
    {
        _onsets = onsets;
        Surrogates = surrogates;
    }

    /// <summary>No surrogates: averages only.</summary>
    /// <param name="sources">Number of trains.</param>
    public static WholeTrainSurrogates None(int sources)
        => new([.. Enumerable.Range(0, sources).Select(_ => ArraySegment<int>.Empty)], 0);

    /// <summary>Surrogates of each train.</summary>
    public int Surrogates { get; }

    /// <summary>Number of trains.</summary>
    public int Sources => _onsets.Length;

    /// <summary>Frames of the spikes of one surrogate, ascending.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="surrogate">0 … <see cref="Surrogates"/> − 1.</param>
    public ReadOnlySpan<int> Onsets(int source, int surrogate)
    {
        int spikes = _onsets[source].Count / Surrogates;
        return _onsets[source].AsSpan(surrogate * spikes, spikes);
    }

    /// <summary>Draws all surrogates: for each train in turn, each time anew from the train's own order of intervals.</summary>
    /// <param name="timesSeconds">Spike times of each train, s, ascending.</param>
    /// <param name="surrogates">Surrogates of each train, at least 1.</param>
    /// <param name="random">The random source of (train, surrogate), asked for in order.</param>
    /// <param name="info">The clocks; the recording must be shorter than 2³¹ frames.</param>
    /// <param name="cancellation">Looked at after every surrogate.</param>
    public static WholeTrainSurrogates Draw(
        IReadOnlyList<double[]> timesSeconds, int surrogates, Func<int, int, IRandomSource> random, RecordingInfo info,
        CancellationToken cancellation = default)
        => Draw(timesSeconds, surrogates, new SurrogateRandomness(random, InTurn: true), info, workers: 1, cancellation);

    /// <summary>Draws all surrogates, several at a time; how many has no say in what comes out.</summary>
    /// <param name="timesSeconds">Spike times of each train, s, ascending.</param>
    /// <param name="surrogates">Surrogates of each train, at least 1.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <param name="info">The clocks; the recording must be shorter than 2³¹ frames.</param>
    /// <param name="workers">Threads that share the work.</param>
    /// <param name="cancellation">Looked at after every surrogate.</param>
    public static WholeTrainSurrogates Draw(
        IReadOnlyList<double[]> timesSeconds, int surrogates, SurrogateRandomness random, RecordingInfo info, int workers,
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
        var slabs = new Slabs<int>();
        ArraySegment<int>[] onsets = [.. timesSeconds.Select(train => slabs.Take(checked(surrogates * train.Length)))];
        using var team = new WorkerTeam(workers);
        new SurrogateDrawing(timesSeconds, surrogates, random, info, onsets, workers, cancellation).Run(team);
        return new WholeTrainSurrogates(onsets, surrogates);
    }
}

/// <summary>Where the random numbers of whole-train surrogates come from.</summary>
/// <param name="Source">The random source of (train, surrogate).</param>
/// <param name="InTurn">
/// Whether all sources are one sequence, to be asked for and used in the order of trains and surrogates; otherwise they are independent.
/// </param>
public sealed record SurrogateRandomness(Func<int, int, IRandomSource> Source, bool InTurn);
