using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings;

/// <summary>What a file does not say of itself, or not as it should be.</summary>
public sealed record ReadOptions
{
    /// <summary>Rate of the frames. Needed where the file states none; where it states one, both must be the same.</summary>
    public SampleClock? FrameRate { get; init; }

    /// <summary>Unit of the samples, in place of the file's.</summary>
    public string? Unit { get; init; }

    /// <summary>Path of the series inside an NWB file. Needed where there are several.</summary>
    public string? Series { get; init; }

    /// <summary>What samples are multiplied by, such as −1 where depolarization makes them smaller. Default 1.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>How much later than stated spikes were, s; taken in whole ticks. Default 0.</summary>
    public double SpikeOffsetSeconds { get; init; }

    /// <summary>Whether spikes before the first frame or after the last are left out. Default: they are an error.</summary>
    public bool LeaveOutSpikesOutside { get; init; }

    /// <summary>Table of the spikes of a movie; null, the default, for the one beside it, <c>NAME.spikes.csv</c>, where there is one.</summary>
    public string? Spikes { get; init; }

    /// <summary>Whether a movie that states no rate is opened all the same, only to look at it; its clock then means nothing. Default no.</summary>
    public bool RateMayBeUnknown { get; init; }

    /// <summary>What makes traces of a movie; null, the default, where pixels are wanted. Traces are corrected after that, pixels never.</summary>
    public Func<IRecordingFile, IRecordingFile>? Trace { get; init; }

    /// <summary>The rate of the frames, of what a file says and what was asked for.</summary>
    /// <param name="file">What to call the file and its dataset.</param>
    /// <param name="stated">What it states; null for nothing.</param>
    /// <exception cref="FileFormatException">Neither is there, or they differ by more than a part in 10⁶.</exception>
    internal SampleClock RateOf(string file, SampleClock? stated)
    {
        if (stated is null)
            return FrameRate ?? throw new FileFormatException(file, "no frame rate", "a file that states it, or a frame rate that is given beside it");
        if (FrameRate is { } given && Math.Abs(given.RateHz / stated.Value.RateHz - 1) > 1e-6)
            throw new FileFormatException(file, $"a frame rate of {stated}", $"the {given} asked for, or none");
        return stated.Value;
    }
}
