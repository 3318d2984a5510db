using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Inference;

public class SlowCorrelationTests
{
    [Fact]
    public void IsRemarkable_AnyBins_IsThatTheCorrelationPassesTheLimit()
        => Gen.Select(Gen.Int[15, 400], Gen.Double[0, 1.5], Gen.Int[0, 10_000]).Sample((bins, strength, seed) =>
        {
            (double[] counts, double[] voltages, SlowCorrelation slow) = Run(bins, strength, seed);
            double correlation = Correlation(counts, voltages), limit = Math.Max(0.25, 3 / Math.Sqrt(bins));
            if (Math.Abs(Math.Abs(correlation) - limit) > 1e-6)
                Assert.Equal(bins >= 20 && Math.Abs(correlation) > limit, slow.IsRemarkable(1, 2));
            Assert.False(slow.IsRemarkable(0, 2));
        });

    [Theory]
    [InlineData(1.2)]
    [InlineData(-1.2)]
    public void IsRemarkable_RateThatGoesWithTheVoltage_IsSeenWhateverItsSign(double strength)
        => Assert.True(Run(300, strength, 1).Slow.IsRemarkable(1, 2));

    [Fact]
    public void IsRemarkable_ConstantVoltage_IsNot()
        => Gen.Select(Gen.Double[-0.1, 0.1], Gen.Int[20, 500], Gen.Int[0, 1000]).Sample((voltage, bins, seed) =>
        {
            var slow = new SlowCorrelation(1, 1);
            RandomStream random = new RandomStreams(1).Stream("counts", seed);
            for (int bin = 0; bin < bins; bin++)
                slow.Add(new (long, int)[random.NextAtMost(30)], [voltage]);
            Assert.False(slow.IsRemarkable(0, 0));
        });

    private static (double[] Counts, double[] Voltages, SlowCorrelation Slow) Run(int bins, double strength, int seed)
    {
        RandomStream random = new RandomStreams(1).Stream("bins", seed);
        var slow = new SlowCorrelation(2, 3);
        var counts = new double[bins];
        var voltages = new double[bins];
        for (int bin = 0; bin < bins; bin++)
        {
            double common = random.NextGaussian();
            counts[bin] = Math.Max(0, Math.Round(8 + 3 * common + 2 * random.NextGaussian()));
            voltages[bin] = -0.065 + 0.002 * (strength * common + random.NextGaussian());
            // The other train is silent.
            slow.Add([.. Enumerable.Repeat((0L, 1), (int)counts[bin])], [0.1 * random.NextGaussian(), 1, voltages[bin]]);
        }
        return (counts, voltages, slow);
    }

    private static double Correlation(double[] x, double[] y)
    {
        double a = x.Average(), b = y.Average();
        return x.Zip(y, (u, v) => (u - a) * (v - b)).Sum() / Math.Sqrt(x.Sum(u => (u - a) * (u - a)) * y.Sum(v => (v - b) * (v - b)));
    }
}
