using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Simulation.Imaging;
using VoltageToWiring.Simulation.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Simulation;

/// <summary>Where a simulated recording's randomness comes from, and in which order it is drawn.</summary>
public abstract class SimulationRandomness
{
    /// <summary>Independent named streams of one seed: parts do not influence each other, trains are generated as needed.</summary>
    /// <param name="seed">Any 64 bits.</param>
    public static SimulationRandomness Streams(ulong seed) => new StreamRandomness(new RandomStreams(seed));

    /// <summary>
    /// NumPy's legacy generator in the order of the reference: all trains, then the noise of all frames, then the permutations.
    /// </summary>
    /// <param name="seed">0 … 2³² − 1.</param>
    public static SimulationRandomness Numpy(uint seed) => new NumpyRandomness(seed);

    /// <summary>Number type of the recording's samples: double for the reference, single otherwise.</summary>
    public abstract SampleType SampleType { get; }

    /// <summary>Whether all numbers are one sequence, so that parts must be drawn in a fixed order; otherwise they are independent.</summary>
    public abstract bool IsOneSequence { get; }

    /// <summary>Prepares one recording; each call starts anew from the seed.</summary>
    internal abstract DrawnRecording Begin(SimulationOptions options, CancellationToken cancellation);
}

/// <summary>The random parts of one recording.</summary>
/// <param name="NewTrains">The presynaptic trains, unread at every call.</param>
/// <param name="Noise">The imaging noise, unread.</param>
/// <param name="Invalid">Which samples fail; null for none.</param>
/// <param name="AllTimesSeconds">All spike times of every train, s, for those who need the whole train beforehand.</param>
/// <param name="SurrogateRandom">
/// The generator for the surrogate of a train, to be called with train after train and surrogate after surrogate.
/// </param>
internal sealed record DrawnRecording(
    Func<ISpikeTrains> NewTrains, INoiseSource Noise, InvalidSamples? Invalid, Func<double[][]> AllTimesSeconds,
    Func<Func<int, int, IRandomSource>> SurrogateRandom);

internal sealed class StreamRandomness(RandomStreams streams) : SimulationRandomness
{
    public override SampleType SampleType => SampleType.Float32;

    public override bool IsOneSequence => false;

    internal override DrawnRecording Begin(SimulationOptions options, CancellationToken cancellation)
    {
        var noise = new CountedNoise(streams);
        var invalid = new InvalidSamples(options.Camera.InvalidFraction, streams);
        Func<int, int, IRandomSource> Surrogates()
            => (source, surrogate) => streams.Surrogate(source, surrogate);
        if (options.SpikeTimesSeconds is { } given)
        {
            return new DrawnRecording(
                () => new KnownSpikeTrains(given, options.StepClock.PeriodSeconds), noise, invalid, () => [.. given], Surrogates);
        }
        DrawnSpikeTrains Trains() => new(options, streams);
        return new DrawnRecording(Trains, noise, invalid, () => Trains().ReadAllTimes(cancellation), Surrogates);
    }
}

internal sealed class NumpyRandomness(uint seed) : SimulationRandomness
{
    public override SampleType SampleType => SampleType.Float64;

    public override bool IsOneSequence => true;

    internal override DrawnRecording Begin(SimulationOptions options, CancellationToken cancellation)
    {
        if (options is not { Process: PoissonProcess, Modulation: null, Copies: null, Camera: { InvalidFraction: 0, Gaps.Count: 0 } })
        {
            throw new ArgumentException(
                "The reference's order of draws knows Poisson trains on their own and complete frames, nothing else.", nameof(options));
        }
        var random = new NumpyRandom(seed);
        double[][] times = options.SpikeTimesSeconds is { } given
            ? [.. given]
            : [.. options.RatesHz.Select(rate =>
            {
                cancellation.ThrowIfCancellationRequested();
                return ReferencePoissonTrain.Draw(random, rate, options.DurationSeconds);
            })];
        NumpyRandom afterTrains = random.Clone();
        return new DrawnRecording(
            () => new KnownSpikeTrains(times, options.StepClock.PeriodSeconds),
            new DrawnNoise(random),
            null,
            () => times,
            () =>
            {
                NumpyRandom afterNoise = afterTrains.Clone();
                if (double.IsFinite(options.Camera.SpikeSnr))
                    afterNoise.SkipGaussians(options.TotalFrames * options.Wiring.Targets, cancellation);
                return (_, _) => afterNoise;
            });
    }
}
