using VoltageToWiring.Numerics.Detection;
using VoltageToWiring.Numerics.Evaluation;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Detection;

public class DetectionKernelTests
{
    [Fact]
    public void TrySolve_ToeplitzMatrix_GivesBackTheRightSide()
    {
        double[] r = [4, 1.5, -0.3, 0.2, 0.1], s = [1, -2, 0.5, 3, 7], h = new double[5];
        Assert.True(ToeplitzSolver.TrySolve(r, s, h));
        for (int row = 0; row < 5; row++)
            Assert.Equal(s[row], Enumerable.Range(0, 5).Sum(column => r[Math.Abs(row - column)] * h[column]), 1e-12);
        Assert.True(ToeplitzSolver.TrySolve([2], [3], h.AsSpan(0, 1)));
        Assert.Equal(1.5, h[0]);
    }

    [Theory]
    [InlineData(new[] { 1.0, 2.0, 0.0 })]
    [InlineData(new[] { 0.0, 0.0, 0.0 })]
    public void TrySolve_NotPositiveDefinite_SaysSo(double[] r) => Assert.False(ToeplitzSolver.TrySolve(r, [1, 1, 1], new double[3]));

    [Fact]
    public void Threshold_HighSpikes_IsHalfTheirHeightAndAbit()
    {
        Assert.Equal(10 + Math.Log(1000) / 20, SpikeThreshold.Of(20, 0.001, 3), 1e-12);
        Assert.Equal(4, SpikeThreshold.Of(3, 0.1, 4));
    }

    [Theory]
    [InlineData(new[] { 1.0, 2.0, 3.0 }, new[] { 1.001, 2.5, 2.999 }, 2)]
    [InlineData(new[] { 1.0, 1.003 }, new[] { 1.002 }, 1)]
    [InlineData(new[] { 1.0 }, new[] { 0.999, 1.001 }, 1)]
    [InlineData(new double[0], new[] { 1.0 }, 0)]
    public void Match_EachTrueSpikeOnce(double[] truth, double[] detected, int matched)
        => Assert.Equal(matched, SpikeMatching.Count(truth, detected, 0.002));

    [Fact]
    public void Lags_AreThoseOfTheNearest()
    {
        var lags = new List<double>();
        SpikeMatching.AddLags([1, 2, 3, 9], [1.003, 1.9, 2.004, 3.002, 3.5], 0.01, lags);
        Assert.Equal([0.003, 0.004, 0.002], lags.Select(lag => Math.Round(lag, 9)));
        SpikeMatching.AddLags([1], [], 0.01, lags);
        Assert.Equal(3, lags.Count);
    }

    [Fact]
    public void Baseline_Ramp_IsFollowedWithTheLagOfItsTimeConstant()
    {
        const double Slope = 0.5, Tau = 2;
        var baseline = new CausalBaseline(1, Tau, 0.001);
        double last = 0;
        for (int frame = 0; frame < 30_000; frame++)
        {
            double[] sample = [7 + Slope * frame * 0.001];
            baseline.Subtract(sample);
            last = sample[0];
        }
        Assert.Equal(Slope * Tau, last, 0.01 * Slope * Tau);
    }

    [Fact]
    public void Baseline_SpikesAndMissingSamples_HardlyMoveIt()
    {
        var quiet = new CausalBaseline(1, 2, 0.001);
        var spiking = new CausalBaseline(1, 2, 0.001);
        var random = new RandomStreams(3).Stream("noise");
        double difference = 0;
        for (int frame = 0; frame < 20_000; frame++)
        {
            double noise = random.NextGaussian();
            double[] a = [noise], b = [frame % 200 == 100 ? 1000 : frame % 200 == 101 ? double.NaN : noise];
            quiet.Subtract(a);
            spiking.Subtract(b);
            if (frame % 200 == 199)
                difference = a[0] - b[0];
            Assert.Equal(frame % 200 == 101, double.IsNaN(b[0]));
        }
        // Each spike counts as three mean residuals, 1/2000 of which stays.
        Assert.InRange(difference, -0.1, 0.1);
    }
}
