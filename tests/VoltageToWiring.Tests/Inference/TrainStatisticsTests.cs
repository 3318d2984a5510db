using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Tests.Inference;

public class TrainStatisticsTests
{
    private const double Tick = 1e-4;

    [Fact]
    public void Add_AnyTrain_GivesTheMomentsAsTheyStand()
        => Gen.Long[1, 4000].Array[40, 300].Sample(intervals =>
        {
            long[] ticks = [.. intervals.Select((_, i) => intervals[..(i + 1)].Sum())];
            TrainStatistics statistics = Of(ticks);
            double[] seconds = [.. intervals.Skip(1).Select(interval => interval * Tick)];
            double mean = seconds.Average();
            Assert.Equal(Math.Sqrt(seconds.Average(s => (s - mean) * (s - mean))) / mean, statistics.CoefficientOfVariation, 1e-9);
            Assert.Equal(seconds.Count(s => s < 0.012) / (double)seconds.Length, statistics.BurstFraction, 1e-12);
            // Whole bins of half a second: neither that of the first spike nor that of the last.
            long firstBin = ticks[0] / 5000, lastBin = ticks[^1] / 5000;
            double[] counts = [.. Enumerable.Range((int)firstBin + 1, (int)Math.Max(0, lastBin - firstBin - 1)).Select(bin => (double)ticks.Count(tick => tick / 5000 == bin))];
            if (counts.Sum() > 0)
                Assert.Equal(counts.Average(c => Math.Pow(c - counts.Average(), 2)) / counts.Average(), statistics.FanoFactor, 1e-9);
        });

    [Fact]
    public void BeginAnew_AfterAGap_CountsNeitherTheIntervalNorTheBinsItCuts()
    {
        var whole = new TrainStatistics(Tick);
        whole.BeginAnew(100);
        for (long tick = 100; tick < 30_000; tick += 500)
            whole.Add(tick, tick + 500);
        (double variation, double fano, double bursts) = (whole.CoefficientOfVariation, whole.FanoFactor, whole.BurstFraction);
        whole.BeginAnew(1_000_003);
        Assert.Equal((variation, fano, bursts), (whole.CoefficientOfVariation, whole.FanoFactor, whole.BurstFraction));
        Assert.Equal(0, variation, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(100)]
    public void Warnings_PoissonAndRegularTrains_AreRare(double rateHz)
    {
        int warned = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            foreach (int shape in new[] { 1, 4 })
                warned += Of(Ticks(new GammaIntervals(rateHz, shape), 1000, seed)).Warnings == ConnectionWarnings.None ? 0 : 1;
        }
        Assert.InRange(warned, 0, 6);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(100)]
    [InlineData(60)]
    public void Warnings_IntervalsAllAlike_AreNone(long interval)
    {
        TrainStatistics statistics = Of([.. Enumerable.Range(1, 1000).Select(i => interval * i)]);
        Assert.Equal(ConnectionWarnings.None, statistics.Warnings);
        Assert.Equal(SurrogateScheme.Blocks, statistics.Advised);
    }

    [Fact]
    public void Warnings_BurstingTrain_SayBursting()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            TrainStatistics statistics = Of(Ticks(new BurstingIntervals(10 + seed), 600, seed));
            Assert.True(statistics.Warnings.HasFlag(ConnectionWarnings.Bursting));
            Assert.Equal(SurrogateScheme.Jitter, statistics.Advised);
        }
    }

    [Fact]
    public void Warnings_RateThatDrifts_SayIrregularRate()
    {
        RandomStream random = new RandomStreams(1).Stream("drift");
        var ticks = new List<long>();
        for (double t = 0; t < 100;)
        {
            t += random.NextExponential(1 / (Math.Sin(t / 3) > 0 ? 30.0 : 8));
            ticks.Add((long)(t / Tick) + ticks.Count);
        }
        Assert.True(Of([.. ticks]).Warnings.HasFlag(ConnectionWarnings.IrregularRate));
    }

    [Fact]
    public void Warnings_FewIntervals_AreNone()
    {
        Assert.Equal(ConnectionWarnings.None, Of(Ticks(new BurstingIntervals(10), 29, 1)).Warnings);
        Assert.Equal(ConnectionWarnings.None, new TrainStatistics(Tick).Warnings);
    }

    private static TrainStatistics Of(long[] ticks)
    {
        var statistics = new TrainStatistics(Tick);
        statistics.BeginAnew(ticks[0]);
        for (int i = 1; i < ticks.Length; i++)
            statistics.Add(ticks[i - 1], ticks[i]);
        return statistics;
    }

    private static long[] Ticks(IIntervalProcess process, int spikes, int seed)
    {
        RandomStream random = new RandomStreams(1).Stream("train", seed);
        double seconds = 0;
        return [.. Enumerable.Range(0, spikes).Select(_ => (long)((seconds += process.NextSeconds(random)) / Tick))];
    }
}
