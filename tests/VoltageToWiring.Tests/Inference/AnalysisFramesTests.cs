using System.Runtime.Intrinsics;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Inference;

public class AnalysisFramesTests
{
    [Theory]
    [InlineData(10_000, 1, 10, 10)]
    [InlineData(1000, 1, 1, 10)]
    [InlineData(400, 1, 1, 25)]
    [InlineData(2000, 1, 2, 10)]
    [InlineData(970, 1, 1, 0)]
    [InlineData(60_000, 1001, 1, 0)]
    public void Of_Camera_AveragesToAboutAMillisecond(long numerator, long denominator, int cameraFrames, long ticksPerFrame)
    {
        RecordingInfo info = Info(new SampleClock(numerator, denominator), new SampleClock(10_000));
        AnalysisFrames frames = AnalysisFrames.Of(info);
        Assert.Equal(cameraFrames, frames.CameraFrames);
        Assert.Equal(ticksPerFrame, frames.TicksPerFrame);
        Assert.Equal(cameraFrames * (double)denominator / numerator, frames.PeriodSeconds, 1e-15);
        Assert.Equal(1, AnalysisFrames.OfCamera(info).CameraFrames);
    }

    [Fact]
    public void FrameOf_AnyTick_IsTheFrameThatAveragesTheCameraFrameItFallsOn()
        => Gen.Select(Gen.Long[1, 30_000], Gen.Long[1, 1001], Gen.Long[1, 100_000], Gen.Long[0, 1_000_000_000]).Sample((rate, denominator, spikeRate, tick) =>
        {
            RecordingInfo info = Info(new SampleClock(rate, denominator), new SampleClock(spikeRate));
            AnalysisFrames frames = AnalysisFrames.Of(info);
            Assert.Equal(info.FrameOf(tick) / frames.CameraFrames, frames.FrameOf(tick));
        });

    [Fact]
    public void FramesOf_EightTicks_AreTheFramesOfEach()
        => Gen.Select(Gen.Int[1, 3000], Gen.Int[1, 1000], Gen.Long[0, 1L << 53].Array[8]).Sample((rate, ticksPerFrame, ticks) =>
        {
            AnalysisFrames frames = AnalysisFrames.OfCamera(Info(new SampleClock(rate), new SampleClock((long)rate * ticksPerFrame)));
            // Next to a frame's first tick rounding would show.
            long[] near = [.. ticks.Select((tick, i) => i % 2 == 0 ? tick : Math.Max(0, tick / ticksPerFrame * ticksPerFrame - i % 3 / 2))];
            Vector512<long> actual = frames.FramesOf(Vector512.Create(near));
            for (int i = 0; i < near.Length; i++)
                Assert.Equal(frames.FrameOf(near[i]), actual[i]);
        });

    [Fact]
    public void FirstTickOf_AnyFrame_LiesBeforeAllSpikesOfLaterFrames()
        => Gen.Select(Gen.Long[1, 30_000], Gen.Long[1, 100_000], Gen.Long[0, 1_000_000]).Sample((rate, spikeRate, frame) =>
        {
            AnalysisFrames frames = AnalysisFrames.Of(Info(new SampleClock(rate), new SampleClock(spikeRate)));
            Assert.True(frames.FrameOf(frames.FirstTickOf(frame)) <= frame);
            Assert.True(frames.FrameOf(frames.FirstTickOf(frame) + 1) >= frame);
        });

    [Fact]
    public void Frames_OfATime_AreTheNearestAndAtLeastWhatIsAsked()
    {
        AnalysisFrames frames = AnalysisFrames.Of(Info(new SampleClock(400), new SampleClock(10_000)));
        Assert.Equal(40, frames.Frames(0.1));
        Assert.Equal(1, frames.Frames(0.002));
        Assert.Equal(0, frames.Frames(0.001));
        Assert.Equal(4, frames.Frames(0.002, 4));
    }

    private static RecordingInfo Info(SampleClock camera, SampleClock spikes) => new()
    {
        Name = "test",
        FrameClock = camera,
        SpikeClock = spikes,
        Sources = 1,
        Targets = 1,
        SampleType = SampleType.Float32,
    };
}
