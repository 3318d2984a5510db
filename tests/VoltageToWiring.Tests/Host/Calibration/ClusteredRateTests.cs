using VoltageToWiring.Host.Calibration;

namespace VoltageToWiring.Tests.Host.Calibration;

public class ClusteredRateTests
{
    [Fact]
    public void Of_EqualRecordings_HasTheStandardErrorOfTheirMean()
    {
        // Rates 0.1 and 0.3: their mean is 0.2, with the standard error 0.1.
        var rate = ClusteredRate.Of([(1, 10), (3, 10)]);
        Assert.Equal((0.2, 4.0, 20.0), (rate.Rate!.Value, rate.Part, rate.Whole));
        Assert.Equal(0.1, rate.StandardError!.Value, 1e-15);
    }

    [Fact]
    public void Of_UnequalRecordings_WeighsByTheirPairs()
    {
        // 2 of 20; residuals -0.5 and +0.5: sqrt(2/1 · 0.5)/20.
        var rate = ClusteredRate.Of([(0, 5), (2, 15)]);
        Assert.Equal(0.1, rate.Rate);
        Assert.Equal(0.05, rate.StandardError!.Value, 1e-15);
    }

    [Fact]
    public void Of_PairsThatErrTogether_HasALargerErrorThanIndependentOnes()
    {
        // Half of 200 pairs: all pairs of every other recording, or every other pair of all. Only the first varies between recordings.
        var together = ClusteredRate.Of(Enumerable.Range(0, 20).Select(recording => (recording % 2 * 10.0, 10.0)));
        var apart = ClusteredRate.Of(Enumerable.Repeat((5.0, 10.0), 20));
        Assert.Equal((0.5, 0.5), (together.Rate!.Value, apart.Rate!.Value));
        Assert.Equal(0.5 / Math.Sqrt(19), together.StandardError!.Value, 1e-15);
        Assert.Equal(0, apart.StandardError);
    }

    [Fact]
    public void Of_NothingOrOneRecording_SaysWhatItCan()
    {
        Assert.Equal(new ClusteredRate(null, null, 0, 0), ClusteredRate.Of([]));
        Assert.Equal(new ClusteredRate(null, null, 0, 0), ClusteredRate.Of([(0, 0), (0, 0)]));
        Assert.Equal(new ClusteredRate(0.5, null, 1, 2), ClusteredRate.Of([(1, 2), (0, 0)]));
    }

    [Theory]
    [InlineData(0.07, 0.011, true)]
    [InlineData(0.07, 0.009, false)]
    [InlineData(0, 0, true)]
    public void IsAtMost_IsWithinTwoStandardErrors(double rate, double error, bool holds)
        => Assert.Equal(holds, new ClusteredRate(rate, error, 0, 0).IsAtMost(0.05));

    [Theory]
    [InlineData(0.93, 0.011, true)]
    [InlineData(0.93, 0.009, false)]
    public void IsAtLeast_IsWithinTwoStandardErrors(double rate, double error, bool holds)
        => Assert.Equal(holds, new ClusteredRate(rate, error, 0, 0).IsAtLeast(0.95));

    [Fact]
    public void IsAtMost_WithoutStandardError_IsNotSaid() => Assert.Null(ClusteredRate.Of([(0, 10)]).IsAtMost(0.05));
}
