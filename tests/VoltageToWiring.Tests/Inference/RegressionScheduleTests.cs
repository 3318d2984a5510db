using VoltageToWiring.Inference.Scoring;

namespace VoltageToWiring.Tests.Inference;

public class RegressionScheduleTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(2000)]
    public void IsDue_UpToTwoThousandTrains_AtEveryFit(int trains)
        => Assert.Equal(AllFits(600), Due(trains, 600));

    [Fact]
    public void IsDue_ThirteenThousand_WhenTheRecordingIsTwiceAsLong()
        => Assert.Equal([15, 30, 60, 120, 240, 480], Due(13_000, 600));

    [Fact]
    public void IsDue_InALongRecording_CostsNoMoreForEachSecondThanTwoThousand()
    {
        // 1.6³ = 4.1 times the cost of a fit: every 41 s, which falls on every 50.
        double[] due = Due(3200, 3600);
        Assert.Equal([4, 8, 20, 40], due[..4]);
        Assert.All(due[5..].Zip(due[4..], (later, earlier) => later - earlier), interval => Assert.Equal(50, interval));
    }

    private static double[] Due(int trains, int seconds)
    {
        var clock = new ScoringClock(TestClock.Frames(1000));
        var schedule = new RegressionSchedule(trains, clock);
        return [.. AllFits(seconds).Where(fit => schedule.IsDue((long)(fit * 1000)))];
    }

    private static IEnumerable<double> AllFits(int seconds)
    {
        var clock = new ScoringClock(TestClock.Frames(1000));
        for (long fit = clock.FitAtOrAfter(0); fit <= seconds * 1000L; fit = clock.FitAtOrAfter(fit + 1))
            yield return fit / 1000.0;
    }
}
