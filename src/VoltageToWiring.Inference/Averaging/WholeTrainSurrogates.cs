using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Averaging;

/// <summary>
/// Surrogates of trains that are known from beginning to end before the recording starts: every surrogate spike of every train, as frames.
/// </summary>
/// <remarks>
/// Two bytes for each surrogate spike. A recording whose trains become known only as it runs cannot have these: they would look ahead.
/// </remarks>
public sealed class WholeTrainSurrogates
{
    private readonly SurrogateOnsets[] _onsets;

    private WholeTrainSurrogates(SurrogateOnsets[] onsets, int surrogates)
    {
        _onsets = onsets;
        Surrogates = surrogates;
    }

    /// <summary>No surrogates: averages only.</summary>
    /// <param name="sources">Number of trains.</param>
    public static WholeTrainSurrogates None(int sources)
        => new(new SurrogateOnsets[sources], 0);

    /// <summary>Surrogates of each train.</summary>
    public int Surrogates { get; }

    /// <summary>Number of trains.</summary>
    public int Sources => _onsets.Length;

    /// <summary>Frames of the spikes of one surrogate, ascending.</summary>
    /// <param name="source">Index of the train.</param>
    /// <param name="surrogate">0 … <see cref="Surrogates"/> − 1.</param>
    public PackedOnsets Onsets(int source, int surrogate) => _onsets[source].Of(surrogate);

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
        var slabs = new Slabs<ushort>();
        SurrogateOnsets[] onsets = [.. timesSeconds.Select(train => SurrogateOnsets.Empty(train.Length, LastFrame(train, info), surrogates, slabs))];
        using var team = new WorkerTeam(workers);
        new SurrogateDrawing(timesSeconds, random, info, onsets, workers, cancellation).Run(team);
        return new WholeTrainSurrogates(onsets, surrogates);
    }

    /// <summary>Bytes of each surrogate spike, but for those that come after a long pause.</summary>
    public static int BytesOfSpike => sizeof(ushort);

    // Rounding may put the last spike of a surrogate one tick behind that of its train.
    private static int LastFrame(double[] train, RecordingInfo info)
        => train.Length == 0 ? 0 : checked((int)info.FrameOf(SpikeClock.ToTick(train[^1], info.SpikeClock.PeriodSeconds) + 1));
}

/// <summary>The spikes of all surrogates of one train.</summary>
/// <param name="Steps">One surrogate after the other, with room for the longest.</param>
/// <param name="Lengths">How much of its room each surrogate takes.</param>
internal readonly record struct SurrogateOnsets(ArraySegment<ushort> Steps, int[] Lengths)
{
    public static SurrogateOnsets Empty(int spikes, int lastFrame, int surrogates, Slabs<ushort> slabs)
        => new(slabs.Take(checked(surrogates * PackedOnsets.MaxLength(spikes, lastFrame))), new int[surrogates]);

    public PackedOnsets Of(int surrogate) => new(Room(surrogate)[..Lengths[surrogate]]);

    public void Set(int surrogate, ReadOnlySpan<int> onsets) => Lengths[surrogate] = PackedOnsets.Pack(onsets, Room(surrogate));

    private Span<ushort> Room(int surrogate)
    {
        int room = Steps.Count / Lengths.Length;
        return Steps.AsSpan(surrogate * room, room);
    }
}

/// <summary>Where the random numbers of whole-train surrogates come from.</summary>
/// <param name="Source">The random source of (train, surrogate).</param>
/// <param name="InTurn">
/// Whether all sources are one sequence, to be asked for and used in the order of trains and surrogates; otherwise they are independent.
/// </param>
public sealed record SurrogateRandomness(Func<int, int, IRandomSource> Source, bool InTurn);
