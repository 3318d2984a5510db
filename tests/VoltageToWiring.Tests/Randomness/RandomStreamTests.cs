using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Randomness;

public class RandomStreamTests
{
    [Fact]
    public void Streams_OfOtherNameIndexOrSeed_HaveNothingInCommon()
    {
        uint[][] draws =
        [
            Draw(new RandomStreams(1).Stream("a")), Draw(new RandomStreams(1).Stream("b")), Draw(new RandomStreams(2).Stream("a")),
            Draw(new RandomStreams(1).Stream("a", 1)),
        ];
        for (int i = 0; i < draws.Length; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.Empty(draws[i].Intersect(draws[j]).Skip(1));
        }
        Assert.Equal(draws[0], Draw(new RandomStreams(1).Stream("a")));

        static uint[] Draw(RandomStream stream) => [.. Enumerable.Range(0, 1000).Select(_ => stream.NextUInt32())];
    }

    [Fact]
    public void NextGaussian_ManyDraws_HaveTheMomentsOfANormal()
    {
        RandomStream random = new RandomStreams(3).Stream("normal");
        const int N = 200_000;
        double[] draws = [.. Enumerable.Range(0, N).Select(_ => random.NextGaussian())];
        // Five standard errors of each moment.
        Assert.InRange(draws.Average(), -5 / Math.Sqrt(N), 5 / Math.Sqrt(N));
        Assert.InRange(draws.Average(x => x * x), 1 - 5 * Math.Sqrt(2.0 / N), 1 + 5 * Math.Sqrt(2.0 / N));
        Assert.InRange(draws.Average(x => x * x * x * x), 3 - 5 * Math.Sqrt(96.0 / N), 3 + 5 * Math.Sqrt(96.0 / N));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(6u)]
    [InlineData(99u)]
    public void NextAtMost_ManyDraws_AreUniform(uint maximum)
    {
        RandomStream random = new RandomStreams(4).Stream("bounded", maximum);
        const int N = 100_000;
        var counts = new double[maximum + 1];
        for (int i = 0; i < N; i++)
            counts[random.NextAtMost(maximum)]++;
        double expected = N / (maximum + 1.0);
        double chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        // Mean + five standard deviations of chi-square.
        Assert.InRange(chiSquare, 0, maximum + 5 * Math.Sqrt(2 * maximum));
    }

    [Fact]
    public void NextAtMost_AnyMaximum_IsNeverExceeded()
        => Gen.Select(Gen.UInt, Gen.UInt).Sample((maximum, seed) => new RandomStreams(seed).Stream("x").NextAtMost(maximum) <= maximum);

    [Fact]
    public void Permute_ThreeElements_AllOrdersEquallyOften()
    {
        RandomStream random = new RandomStreams(5).Stream("permutations");
        const int N = 60_000;
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < N; i++)
        {
            char[] order = ['a', 'b', 'c'];
            random.Permute<RandomStream, char>(order);
            counts[new string(order)] = counts.GetValueOrDefault(new string(order)) + 1;
        }
        Assert.Equal(6, counts.Count);
        double chiSquare = counts.Values.Sum(count => Math.Pow(count - N / 6.0, 2) / (N / 6.0));
        Assert.InRange(chiSquare, 0, 5 + 5 * Math.Sqrt(10));
    }
}
