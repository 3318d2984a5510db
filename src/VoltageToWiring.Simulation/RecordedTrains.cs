using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation;

/// <summary>
/// Which trains the recording knows of. The others drive the targets just as well, as most neurons around a recorded one do. Recorded trains
/// keep their order and are numbered anew; those numbers are the sources of the recording.
/// </summary>
public sealed class RecordedTrains
{
    private const int Unrecorded = -1;

    private readonly int[] _sourceOf;
    private readonly int[] _trainOf;

    private RecordedTrains(int trains, ReadOnlySpan<int> unrecorded)
    {
        _sourceOf = new int[trains];
        foreach (int train in unrecorded)
            _sourceOf[train] = Unrecorded;
        var recorded = new List<int>(trains);
        for (int train = 0; train < trains; train++)
        {
            if (_sourceOf[train] == Unrecorded)
                continue;
            _sourceOf[train] = recorded.Count;
            recorded.Add(train);
        }
        _trainOf = [.. recorded];
    }

    /// <summary>How many trains are recorded: the sources.</summary>
    public int Count => _trainOf.Length;

    /// <summary>How many trains there are, recorded or not.</summary>
    public int Total => _sourceOf.Length;

    /// <summary>The recorded trains, ascending: element n is the train that is source n.</summary>
    public IReadOnlyList<int> Trains => _trainOf;

    /// <summary>Every train is recorded.</summary>
    /// <param name="trains">Number of trains.</param>
    public static RecordedTrains All(int trains) => new(trains, []);

    /// <summary>A fraction of the trains, drawn at random, is not recorded.</summary>
    /// <param name="trains">Number of trains.</param>
    /// <param name="unrecorded">Fraction that is not recorded, rounded half to even.</param>
    /// <param name="random">Draws them.</param>
    public static RecordedTrains Draw(int trains, double unrecorded, IRandomSource random)
    {
        int[] order = [.. Enumerable.Range(0, trains)];
        random.Permute<IRandomSource, int>(order);
        return new RecordedTrains(trains, order.AsSpan(0, UnrecordedOf(trains, unrecorded)));
    }

    /// <summary>How many trains a fraction leaves out.</summary>
    /// <param name="trains">Number of trains.</param>
    /// <param name="unrecorded">Fraction that is not recorded, rounded half to even.</param>
    public static int UnrecordedOf(int trains, double unrecorded) => (int)Math.Round(unrecorded * trains, MidpointRounding.ToEven);

    /// <summary>The wiring of the recorded trains, by source: what can be judged.</summary>
    /// <param name="wiring">The wiring of all trains.</param>
    public Wiring TruthOf(Wiring wiring)
    {
        ArgumentNullException.ThrowIfNull(wiring);
        if (Count == Total)
            return wiring;
        return new Wiring(
            OfSources(wiring.TrainKinds), wiring.Targets,
            [.. wiring.Synapses
                .Where(synapse => _sourceOf[synapse.Source] != Unrecorded)
                .Select(synapse => synapse with { Source = _sourceOf[synapse.Source] })]);
    }

    /// <summary>What belongs to the recorded trains, by source.</summary>
    /// <param name="byTrain">An element for each train.</param>
    public T[] OfSources<T>(IReadOnlyList<T> byTrain) => [.. _trainOf.Select(train => byTrain[train])];

    /// <summary>Appends the recorded ones of some spikes, numbered by source.</summary>
    /// <param name="all">Spikes of all trains, ascending by tick and, at one tick, by train.</param>
    /// <param name="recorded">Receives them in the same order.</param>
    public void Append(ReadOnlySpan<SpikeEvent> all, SpikeList recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        if (Count == Total)
        {
            recorded.Add(all);
            return;
        }
        foreach (SpikeEvent spike in all)
        {
            int source = _sourceOf[spike.Source];
            if (source != Unrecorded)
                recorded.Add(new SpikeEvent(source, spike.Tick));
        }
    }
}
