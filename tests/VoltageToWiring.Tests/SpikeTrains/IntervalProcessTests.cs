using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Tests.SpikeTrains;

public class IntervalProcessTests
{
    [Theory]
    [InlineData(1, 20)]
    [InlineData(4, 20)]
    [InlineData(25, 3)]
    public void GammaIntervals_AnyShape_HaveTheRateAndTheCvOfTheShape(int shape, double rateHz)
    {
        const int N = 100_000;
        double[] intervals = Intervals(new GammaIntervals(rateHz, shape), N);
        double cv = 1 / Math.Sqrt(shape);
        Assert.InRange(intervals.Average() * rateHz, 1 - 5 * cv / Math.Sqrt(N), 1 + 5 * cv / Math.Sqrt(N));
        // Of the gamma distribution, kurtosis 6/n: the standard error of a CV is about CV·√((1 + CV²)/2N) at most twice.
        double error = 2 * cv * Math.Sqrt((1 + cv * cv) / (2.0 * N));
        Assert.InRange(Cv(intervals), cv - 5 * error, cv + 5 * error);
    }

    [Fact]
    public void GammaIntervals_ShapeOne_ArePoissonIntervalsNumberForNumber()
    {
        RandomStreams streams = new(5);
        Assert.Equal(
            Intervals(new PoissonIntervals(7), 1000, streams.Stream("one")), Intervals(new GammaIntervals(7, 1), 1000, streams.Stream("one")));
    }

    [Fact]
    public void GammaIntervals_ManyTrains_AreInEquilibriumFromTheStart()
    {
        // Of trains that began with whole intervals none would have fired by now; in equilibrium a tenth of a mean interval holds a tenth.
        const int Trains = 20_000;
        RandomStreams streams = new(2);
        int fired = Enumerable.Range(0, Trains).Count(train => new GammaIntervals(20, 50).NextSeconds(streams.Stream("train", train)) < 0.005);
        double error = Math.Sqrt(Trains * 0.1 * 0.9);
        Assert.InRange(fired, 0.1 * Trains - 5 * error, 0.1 * Trains + 5 * error);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(200)]
    public void BurstingIntervals_AnyRate_AreTheRateInTheLongRun(double rateHz)
    {
        const int N = 350_000;
        double[] intervals = Intervals(new BurstingIntervals(rateHz), N);
        // A cycle lasts size − 1 intervals of 6 ms and a pause; its spread is that of the pause and of the size.
        double pause = 3.5 / rateHz - 0.015;
        double bursts = N / 3.5;
        double error = Math.Sqrt((pause * pause + 1.25 * Math.Pow(0.006 - 1 / rateHz, 2)) / bursts) * rateHz / 3.5;
        Assert.InRange(intervals.Average() * rateHz, 1 - 6 * error, 1 + 6 * error);
    }

    [Fact]
    public void BurstingIntervals_AtTwentyHertz_AreFarMoreIrregularThanPoisson()
    {
        // E[I²] = (2.5·(6 ms)² + 2.5·(4 ms)²/12 + 2·(160 ms)²)/3.5, so that CV = 2.20.
        double cv = Cv(Intervals(new BurstingIntervals(20), 200_000));
        Assert.InRange(cv, 2.15, 2.26);
    }

    [Fact]
    public void BurstingIntervals_Bursts_HaveTwoToFiveSpikesFourToEightMillisecondsApart()
    {
        // At 0.01 Hz a pause as short as a burst's interval has a chance of 2·10⁻⁵.
        double[] intervals = Intervals(new BurstingIntervals(0.01), 2000);
        var sizes = new Dictionary<int, int>();
        int size = 0;
        foreach (double interval in intervals)
        {
            if (interval > 0.05)
            {
                sizes[size] = sizes.GetValueOrDefault(size) + 1;
                size = 1;
                continue;
            }
            Assert.InRange(interval, 0.004, 0.008);
            size++;
        }
        // Before the first pause there is no burst.
        Assert.Equal(1, sizes[0]);
        int bursts = sizes.Values.Sum() - 1;
        for (int n = 2; n <= 5; n++)
            Assert.InRange(sizes[n], bursts / 4.0 - 5 * Math.Sqrt(bursts * 3 / 16.0), bursts / 4.0 + 5 * Math.Sqrt(bursts * 3 / 16.0));
        Assert.Equal([0, 2, 3, 4, 5], sizes.Keys.Order());
    }

    [Fact]
    public void BurstingIntervals_RateWithoutPauses_IsRefused()
    {
        Assert.Equal(233.333, BurstingIntervals.LimitHz, 1e-3);
        Assert.True(BurstingIntervals.CanReach(233.3));
        Assert.False(BurstingIntervals.CanReach(233.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BurstingIntervals(233.4));
    }

    [Fact]
    public void NextSeconds_RateZero_NeverComes()
    {
        foreach (IIntervalProcess silent in (IIntervalProcess[])[new PoissonIntervals(0), new GammaIntervals(0, 4), new BurstingIntervals(0)])
            Assert.False(silent.NextSeconds(new RandomStreams(1).Stream("silent")) < 1e300);
    }

    private static double[] Intervals(IIntervalProcess process, int count, RandomStream? random = null)
    {
        random ??= new RandomStreams(3).Stream("intervals");
        return [.. Enumerable.Range(0, count).Select(_ => process.NextSeconds(random))];
    }

    private static double Cv(double[] intervals)
    {
        double mean = intervals.Average();
        return Math.Sqrt(intervals.Average(x => (x - mean) * (x - mean))) / mean;
    }
}
