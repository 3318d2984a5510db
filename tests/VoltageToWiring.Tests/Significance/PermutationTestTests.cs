using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Significance;

namespace VoltageToWiring.Tests.Significance;

public class PermutationTestTests
{
    [Fact]
    public void Rank_TiesAndExceedances_AreCountedApart()
    {
        PermutationTest test = PermutationTest.Rank(2, [1, 2, 3, 2, 0.5]);
        Assert.Equal(1, test.Exceedances);
        Assert.Equal(3, test.ExceedancesOrTies);
        Assert.Equal(0.2, test.ReferenceP);
        Assert.Equal(4.0 / 6, test.ExactP);
        Assert.Equal(2 / 1.7, test.RelativeToSurrogates, 1e-15);
    }

    [Fact]
    public void ReferenceP_NoExceedance_IsOneOverSurrogates()
        => Assert.Equal(0.01, PermutationTest.Rank(1, new double[100]).ReferenceP);

    [Fact]
    public void Rank_NoSurrogates_IsRefused() => Assert.Throws<ArgumentException>(() => PermutationTest.Rank(1, []));

    [Fact]
    public void ExactP_UnderTheNull_IsUniformOnItsGrid()
    {
        RandomStream random = new RandomStreams(1).Stream("null");
        const int Surrogates = 19;
        const int N = 20_000;
        var counts = new double[Surrogates + 1];
        var surrogates = new double[Surrogates];
        for (int i = 0; i < N; i++)
        {
            foreach (ref double surrogate in surrogates.AsSpan())
                surrogate = random.NextDouble();
            double p = PermutationTest.Rank(random.NextDouble(), surrogates).ExactP;
            counts[(int)Math.Round(p * (Surrogates + 1)) - 1]++;
        }
        double expected = (double)N / (Surrogates + 1);
        double chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.InRange(chiSquare, 0, Surrogates + 5 * Math.Sqrt(2 * Surrogates));
    }

    [Fact]
    public void ReferenceP_UnderTheNull_HasTheLevelThatTheDocsState()
    {
        // With S = 100, p ≤ 0.05 accepts b ≤ 5: 6 of the 101 ranks.
        RandomStream random = new RandomStreams(2).Stream("null");
        const int N = 20_000;
        int rejected = 0;
        var surrogates = new double[100];
        for (int i = 0; i < N; i++)
        {
            foreach (ref double surrogate in surrogates.AsSpan())
                surrogate = random.NextDouble();
            rejected += PermutationTest.Rank(random.NextDouble(), surrogates).ReferenceP <= 0.05 ? 1 : 0;
        }
        double level = 6.0 / 101;
        Assert.InRange((double)rejected / N, level - 5 * Math.Sqrt(level / N), level + 5 * Math.Sqrt(level / N));
    }
}
