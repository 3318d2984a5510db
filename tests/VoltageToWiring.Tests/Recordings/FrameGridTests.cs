using VoltageToWiring.Files;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Recordings;

public class FrameGridTests
{
    [Theory]
    [InlineData(1000, 1, 0.1)]
    [InlineData(30_000, 1001, 0.1)]
    [InlineData(500, 1, 0.0)]
    public void Read_JitteredTimesWithMissingFrames_FindsRateAndGaps(long numerator, long denominator, double jitter)
    {
        var clock = new SampleClock(numerator, denominator);
        IRandomSource random = new RandomStreams(3).Stream("jitter");
        long[] frames = [.. Enumerable.Range(0, 20_000).Select(i => (long)i).Where(i => i is not (>= 700 and < 5_000) and not 9_001)];
        double[] times = [.. frames.Select(frame => 12.5 + clock.TimeSeconds(frame) + (frame == 0 ? 0 : jitter * (random.NextDouble() - 0.5) * clock.PeriodSeconds))];
        FrameGrid grid = FrameGrid.Read("times", () => times, times.Length, new ReadOptions(), null);
        Assert.Equal(clock, grid.Clock);
        Assert.Equal(12.5, grid.FirstSeconds);
        Assert.Equal([new FrameRun(0, 700), new FrameRun(5_000, 4_001), new FrameRun(9_002, 10_998)], grid.Runs);
    }

    [Fact]
    public void Read_TimesOfNoClock_SaysWhere()
    {
        double[] times = [0, 1, 2, 3, 3.5, 4.2, 5];
        string message = Assert.Throws<FileFormatException>(() => FrameGrid.Read("f, timestamps", () => times, times.Length, new ReadOptions(), null)).Message;
        Assert.Contains("f, timestamps, row 4: found the time 3.5 s", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TimesThatGoBack_SaysWhere()
    {
        double[] times = [0, 1, 2, 1, 2, 3];
        Assert.Contains("row 3", Assert.Throws<FileFormatException>(() => FrameGrid.Read("t", () => times, times.Length, new ReadOptions(), null)).Message, StringComparison.Ordinal);
    }
}
