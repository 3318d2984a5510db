namespace VoltageToWiring.Streaming.Recordings;

/// <summary>What is known of a recording before its first frame.</summary>
public sealed record RecordingInfo
{
    /// <summary>Name, for logs and results.</summary>
    public required string Name { get; init; }

    /// <summary>The clock of the imaged frames.</summary>
    public required SampleClock FrameClock { get; init; }

    /// <summary>The integer clock on which spikes are stamped.</summary>
    public required SampleClock SpikeClock { get; init; }

    /// <summary>Number of presynaptic trains.</summary>
    public required int Sources { get; init; }

    /// <summary>Number of imaged postsynaptic neurons.</summary>
    public required int Targets { get; init; }

    /// <summary>Number type of the samples.</summary>
    public required SampleType SampleType { get; init; }

    /// <summary>Width and height of a movie, whose targets are pixels as long as nobody has made traces of it; null, the default, for traces.</summary>
    public FrameSize? Pixels { get; init; }

    /// <summary>Unit of the samples. Default <c>V</c>.</summary>
    public string AmplitudeUnit { get; init; } = "V";

    /// <summary>Whether every spike of every train is known before the first frame, as in a simulation or a file. Default no.</summary>
    public bool TrainsKnownBeforehand { get; init; }

    /// <summary>Whether source n and target n are the same neuron, so that the pair of both is none. Default no.</summary>
    public bool SourcesAreTargets { get; init; }

    /// <summary>Length in frames where it is known beforehand.</summary>
    public long? TotalFrames { get; init; }

    /// <summary>The possible connections and their order.</summary>
    public PairLayout Pairs => new(Sources, Targets, SourcesAreTargets);

    /// <summary>The frame during which a spike falls.</summary>
    /// <param name="tick">Index on the spike clock.</param>
    public long FrameOf(long tick) => SpikeClock.ToIndexOf(FrameClock, tick);

    /// <summary>The first tick of a frame: the least whose frame is not before it; the largest number where that is larger.</summary>
    /// <param name="frame">Index of the frame.</param>
    public long FirstTickOf(long frame)
    {
        Int128 numerator = (Int128)frame * SpikeClock.RateNumerator * FrameClock.RateDenominator;
        Int128 denominator = (Int128)SpikeClock.RateDenominator * FrameClock.RateNumerator;
        return (long)Int128.Min(long.MaxValue, (numerator + denominator - 1) / denominator);
    }
}
