using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Significance;

namespace VoltageToWiring.Tests.Significance;

public class BlockEvidenceTests
{
    private const int Bets = 2 * BettingGrid.Count;

    [Fact]
    public void Weights_SumToOne() => Assert.Equal(1, BettingGrid.Weights.ToArray().Sum(), 1e-15);

    [Fact]
    public void AddScalar_AveragedOverWhichSumIsTheRealOne_IsOneAtEveryBet()
        // The expectation under exchangeability is this average, exactly, whatever the sums are.
        => Gen.Float[-30, 30].Array[2, 20].Sample(sums =>
        {
            var mean = new double[Bets];
            for (int real = 0; real < sums.Length; real++)
            {
                float[] rotated = [sums[real], .. sums[..real], .. sums[(real + 1)..]];
                var log = new double[Bets];
                BlockEvidence.AddScalar(rotated, log);
                for (int bet = 0; bet < Bets; bet++)
                    mean[bet] += Math.Exp(log[bet]) / sums.Length;
            }
            Assert.All(mean, value => Assert.Equal(1, value, 1e-9));
        });

    [Fact]
    public void AddScalar_EqualSums_IsNoEvidence()
    {
        var log = new double[Bets];
        BlockEvidence.AddScalar([3f, 3f, 3f], log);
        Assert.All(log, value => Assert.Equal(0, value, 1e-12));
    }

    [Fact]
    public void AddScalar_SumsFarOutOfRange_StaysFinite()
    {
        var log = new double[Bets];
        BlockEvidence.AddScalar([1e30f, -1e30f, 0], log);
        Assert.All(log, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void LogMixture_Martingales_IsTheLogarithmOfTheirWeightedMean()
        => Gen.Double[-3, 3].Array[3 * Bets].Sample(logs =>
        {
            for (int sign = 0; sign < 2; sign++)
            {
                double mean = 0;
                for (int template = 0; template < 3; template++)
                {
                    for (int bet = 0; bet < BettingGrid.Count; bet++)
                        mean += BettingGrid.Weights[bet] * Math.Exp(logs[template * Bets + sign * BettingGrid.Count + bet]) / 3;
                }
                Assert.Equal(Math.Log(mean), BlockEvidence.LogMixture(logs, negative: sign == 1), 1e-12);
            }
        });

    [Fact]
    public void Mixture_WatchedUnderTheNull_ReachesTwentyNoMoreOftenThanOneInTwenty()
    {
        const int Recordings = 1000;
        const int Blocks = 200;
        int reached = 0;
        var sums = new float[20];
        for (int recording = 0; recording < Recordings; recording++)
        {
            RandomStream random = new RandomStreams(1).Stream("null", recording);
            var log = new double[Bets];
            double largest = double.NegativeInfinity;
            for (int block = 0; block < Blocks; block++)
            {
                foreach (ref float sum in sums.AsSpan())
                    sum = (float)(3 * random.NextGaussian());
                BlockEvidence.AddScalar(sums, log);
                double positive = BlockEvidence.LogMixture(log, false), negative = BlockEvidence.LogMixture(log, true);
                largest = Math.Max(largest, Math.Log((Math.Exp(positive) + Math.Exp(negative)) / 2));
            }
            reached += largest >= Math.Log(20) ? 1 : 0;
        }
        Assert.InRange(reached / (double)Recordings, 0, 0.05 + 3 * Math.Sqrt(0.05 * 0.95 / Recordings));
        Assert.True(reached > 0);
    }
}
