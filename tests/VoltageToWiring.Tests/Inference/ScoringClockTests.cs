using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Inference;

public class ScoringClockTests
{
    [Fact]
    public void FitAtOrAfter_Milliseconds_IsTheSchedule()
    {
        var clock = new ScoringClock(TestClock.Frames(1000));
        var fits = new List<long>();
        for (long fit = clock.FitAtOrAfter(0); fit <= 60_000; fit = clock.FitAtOrAfter(fit + 1))
            fits.Add(fit);
        Assert.Equal([1000, 1500, 2000, 3000, 4000, 6000, 8000, 11_000, 15_000, 20_000, 30_000, 40_000, 50_000, 60_000], fits);
        Assert.Equal(20_000, clock.Settled);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(400)]
    [InlineData(333)]
    [InlineData(30)]
    [InlineData(1)]
    public void FitAtOrAfter_AnyClock_IsTheFirstOfTheScheduleAndFallsOnAPiece(long cameraHz)
    {
        var clock = new ScoringClock(TestClock.Frames(cameraHz));
        long fit = clock.FitAtOrAfter(0);
        for (long frame = 0; frame < 100 * cameraHz; frame++)
        {
            fit = fit < frame ? clock.FitAtOrAfter(frame) : fit;
            Assert.True(fit >= frame);
            Assert.Equal(fit, clock.FitAtOrAfter(frame));
            Assert.Equal(0, fit % clock.Piece);
        }
    }

    [Fact]
    public void Times_Milliseconds_AreThoseOfTheMethod()
    {
        var clock = new ScoringClock(TestClock.Frames(10_000));
        Assert.Equal((100, 150, 10_000, 500, 20), (clock.Lead, clock.Window, clock.History, clock.Piece, clock.LongestBridge));
        Assert.Equal(100 + 20 + 20 + 240, clock.WarmUp(new PspTemplate(0.020, 0.008, 0.001)));
    }
}
