using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.SpikeTrains;

public class TrainWarningTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(100)]
    public void Warnings_PoissonTrains_AreRare(double rateHz)
    {
        int warned = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new RandomStreams((ulong)seed).Stream("test");
            TrainStatistics train = Train(Enumerable.Range(0, 1000).Select(_ => -Math.Log(1 - random.NextDouble()) / rateHz));
            warned += train.Warnings == ConnectionWarnings.None ? 0 : 1;
            Assert.Equal(1, train.CoefficientOfVariation, 0.2);
        }
        Assert.True(warned <= 4, $"{warned} of 200 Poisson trains warned of");
    }

    [Fact]
    public void Warnings_RateThatDrifts_AreOfIrregularRateAndAdviseJitter()
    {
        var random = new RandomStreams(1).Stream("test");
        double time = 0;
        TrainStatistics train = Train(Enumerable.Range(0, 2000).Select(_ =>
        {
            double rateHz = Math.Sin(2 * Math.PI * time / 3) > 0 ? 30 : 8;
            double interval = -Math.Log(1 - random.NextDouble()) / rateHz;
            time += interval;
            return interval;
        }));
        Assert.True(train.FanoFactor > 2);
        Assert.True((train.Warnings & ConnectionWarnings.IrregularRate) != 0);
        Assert.Equal(SurrogateScheme.Jitter, train.Advised);
    }

    [Fact]
    public void Warnings_RegularTrain_AreNone()
    {
        TrainStatistics train = Train(Enumerable.Repeat(0.05, 1000));
        Assert.Equal(0, train.CoefficientOfVariation, 1e-4);
        Assert.Equal(0, train.BurstFraction);
        Assert.Equal(ConnectionWarnings.None, train.Warnings);
        Assert.Equal(SurrogateScheme.Blocks, train.Advised);
    }

    [Fact]
    public void IsRemarkable_VoltageThatFollowsTheRate_IsAndOtherwiseIsNot()
    {
        var random = new RandomStreams(2).Stream("test");
        var slow = new SlowCorrelation(2, 1);
        for (int bin = 0; bin < 100; bin++)
        {
            double drive = random.NextDouble();
            int first = (int)(10 * drive) + (int)random.NextAtMost(2), second = (int)random.NextAtMost(11);
            slow.Add([.. Enumerable.Repeat((0L, 0), first), .. Enumerable.Repeat((0L, 1), second)], [drive + 0.2 * random.NextDouble()]);
        }
        Assert.True(slow.IsRemarkable(0, 0));
        Assert.False(slow.IsRemarkable(1, 0));
    }

    [Theory]
    [InlineData(0.05, 1000, 10_000, ConnectionWarnings.None)]
    [InlineData(0.2, 60, 1200, ConnectionWarnings.Synchrony)]
    [InlineData(0.2, 60, 20, ConnectionWarnings.None)]
    [InlineData(0.2, 2, 40, ConnectionWarnings.None)]
    [InlineData(0.99, 60, 1200, ConnectionWarnings.Synchrony | ConnectionWarnings.Collinear)]
    public void WarningsOf_Correlation_NeedsSizeAndData(double correlation, double seconds, long spikes, ConnectionWarnings expected)
        => Assert.Equal(expected, Synchrony.WarningsOf(correlation, seconds, spikes));

    private static TrainStatistics Train(IEnumerable<double> intervalsSeconds)
    {
        var train = new TrainStatistics(1e-4);
        train.BeginAnew(0);
        long previous = 0;
        double time = 0;
        foreach (double interval in intervalsSeconds)
        {
            time += interval;
            long tick = (long)Math.Round(time / 1e-4);
            train.Add(previous, tick);
            previous = tick;
        }
        return train;
    }
}
