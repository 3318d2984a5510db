using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.Results;

/// <summary>What a recording said of itself before its first frame.</summary>
/// <param name="Name">Its name.</param>
/// <param name="FrameRate">Frames per second, as numerator and denominator.</param>
/// <param name="SpikeRate">Ticks of the spike clock per second, in the same way.</param>
/// <param name="Sources">Number of trains that came with it.</param>
/// <param name="Targets">Number of imaged neurons.</param>
/// <param name="SampleType">float32 or float64.</param>
/// <param name="AmplitudeUnit">Unit of its samples, once corrected.</param>
/// <param name="TotalFrames">Length in frames where it was known.</param>
public sealed record RecordingJson(
    string Name, IReadOnlyList<long> FrameRate, IReadOnlyList<long> SpikeRate, int Sources, int Targets, string SampleType,
    string AmplitudeUnit, long? TotalFrames)
{
    internal static RecordingJson From(RecordingInfo info) => new(
        info.Name, RateOf(info.FrameClock), RateOf(info.SpikeClock), info.Sources, info.Targets, NameOf(info.SampleType),
        info.AmplitudeUnit, info.TotalFrames);

    internal RecordingInfo ToInfo() => new()
    {
        Name = Name,
        FrameClock = new SampleClock(FrameRate[0], FrameRate[1]),
        SpikeClock = new SampleClock(SpikeRate[0], SpikeRate[1]),
        Sources = Sources,
        Targets = Targets,
        SampleType = SampleType == NameOf(Streaming.Recordings.SampleType.Float64)
            ? Streaming.Recordings.SampleType.Float64
            : Streaming.Recordings.SampleType.Float32,
        AmplitudeUnit = AmplitudeUnit,
        TotalFrames = TotalFrames,
    };

    private static long[] RateOf(SampleClock clock) => [clock.RateNumerator, clock.RateDenominator];

    private static string NameOf(SampleType type) => type == Streaming.Recordings.SampleType.Float64 ? "float64" : "float32";
}
