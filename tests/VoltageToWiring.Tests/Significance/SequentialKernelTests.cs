using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Significance;

namespace VoltageToWiring.Tests.Significance;

public class SequentialKernelTests
{
    [Fact]
    public void EBenjaminiHochberg_AnyEvidence_EqualsTheDefinition()
        => Gen.Double[-2, 5].Array[1, 30].Sample(log10 =>
        {
            int total = log10.Length;
            double[] descending = [.. log10.OrderDescending()];
            int expected = Enumerable.Range(1, total).LastOrDefault(k => descending[k - 1] >= Math.Log10(total / (0.05 * k)));
            (int rejected, double threshold) = EBenjaminiHochberg.Reject(log10.ToArray(), 0.05);
            Assert.Equal(expected, rejected);
            if (rejected > 0)
                Assert.Equal(descending[rejected - 1], threshold);
            else
                Assert.Equal(double.PositiveInfinity, threshold);
        });

    [Fact]
    public void EBenjaminiHochberg_NaN_CountsAsNoEvidence()
        => Assert.Equal(1, EBenjaminiHochberg.Reject([double.NaN, 3], 0.05).Rejected);

    [Fact]
    public void AnytimeInterval_NormalAmplitudes_CoversAtEveryMomentAndTheFixedOneDoesNot()
    {
        const int Recordings = 400;
        int anytimeMissed = 0, fixedMissed = 0;
        for (int recording = 0; recording < Recordings; recording++)
        {
            RandomStream random = new RandomStreams(1).Stream("amplitudes", recording);
            double sum = 0;
            bool anytime = false, single = false;
            for (int n = 1; n <= 5000; n++)
            {
                sum += random.NextGaussian();
                anytime |= Math.Abs(sum / n) > AmplitudeInterval.AnytimeHalfWidth(1, n, 0.05);
                single |= Math.Abs(sum / n) > AmplitudeInterval.FixedHalfWidth(1, n, 0.05);
            }
            anytimeMissed += anytime ? 1 : 0;
            fixedMissed += single ? 1 : 0;
        }
        Assert.InRange(anytimeMissed / (double)Recordings, 0, 0.05 + 2 * Math.Sqrt(0.05 * 0.95 / Recordings));
        Assert.True(fixedMissed > Recordings / 3);
    }

    [Fact]
    public void FixedInterval_AtOneMoment_CoversAsOftenAsItSays()
        => Assert.Equal(1.959963984540054 / 10, AmplitudeInterval.FixedHalfWidth(1, 100, 0.05), 1e-9);

    [Fact]
    public void Spent_AtTheEnd_IsTheWholeLevelAndEarlyNearlyNothing()
    {
        Assert.Equal(0.05, SurrogateRankSpending.Spent(0.05, 1), 1e-12);
        Assert.Equal(0.05, SurrogateRankSpending.Spent(0.05, 3), 1e-12);
        Assert.Equal(0, SurrogateRankSpending.Spent(0.05, 0));
        Assert.InRange(SurrogateRankSpending.Spent(0.05, 0.5), 0.005, 0.006);
    }

    [Fact]
    public void Look_UnderTheNull_MarksTheRealOneAsOftenAsTheLevel()
    {
        const int Surrogates = 99;
        const int Looks = 20;
        const int Recordings = 4000;
        int marked = 0;
        var statistics = new double[Surrogates + 1];
        for (int recording = 0; recording < Recordings; recording++)
        {
            RandomStream random = new RandomStreams(2).Stream("walks", recording);
            Array.Clear(statistics);
            var test = new SurrogateRankSpending(Surrogates, 0.05);
            for (int look = 1; look <= Looks; look++)
            {
                foreach (ref double statistic in statistics.AsSpan())
                    statistic += random.NextGaussian();
                test.Look(statistics, (double)look / Looks);
            }
            Assert.Equal(5, test.Marks);
            marked += test.RealIsMarked ? 1 : 0;
        }
        // Exactly 5 of 100 exchangeable trajectories are marked.
        Assert.InRange(marked / (double)Recordings, 0.05 - 4 * Math.Sqrt(0.05 * 0.95 / Recordings), 0.05 + 4 * Math.Sqrt(0.05 * 0.95 / Recordings));
    }

    [Fact]
    public void Look_AnOutstandingTrajectory_IsMarkedEarlyAndStaysMarked()
    {
        var test = new SurrogateRankSpending(999, 0.05);
        var statistics = new double[1000];
        statistics[0] = 10;
        Assert.False(test.Look(statistics, 0.2));
        Assert.True(test.Look(statistics, 0.5));
        statistics[0] = 0;
        statistics[1] = 5;
        Assert.True(test.Look(statistics, 0.6));
    }
}
