using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Inference;

/// <summary>Clocks of the tests: ten ticks in a millisecond.</summary>
internal static class TestClock
{
    public static AnalysisFrames Frames(long cameraHz) => AnalysisFrames.Of(new RecordingInfo
    {
        Name = "test",
        FrameClock = new SampleClock(cameraHz),
        SpikeClock = new SampleClock(10_000),
        Sources = 1,
        Targets = 1,
        SampleType = SampleType.Float32,
    });
}
