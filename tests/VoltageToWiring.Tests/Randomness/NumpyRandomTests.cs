using System.Text.Json;
using VoltageToWiring.Numerics.Randomness;

namespace VoltageToWiring.Tests.Randomness;

public class NumpyRandomTests
{
    public static IEnumerable<TheoryDataRow<string>> Seeds()
        => JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("numpy_random.json"))).RootElement
            .EnumerateObject().Select(seed => new TheoryDataRow<string>(seed.Name));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AllKindsOfDraws_InTheOrderOfTheKeys_AreNumpys(string seed)
    {
        JsonElement known = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("numpy_random.json"))).RootElement.GetProperty(seed);
        var random = new NumpyRandom(uint.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
        foreach (JsonProperty draws in known.EnumerateObject())
        {
            double[] expected = [.. draws.Value.EnumerateArray().Select(value => value.GetDouble())];
            double[] drawn = draws.Name switch
            {
                "exponential_scale_0.05_x5" => [.. expected.Select(_ => random.NextExponential(0.05))],
                "then_randn_x5" or "then_randn_x4" => [.. expected.Select(_ => random.NextGaussian())],
                "then_permutation_10" => Permuted(random, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
                "then_permutation_of_floats" => Permuted(random, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7),
                "then_random_sample_x3" => [.. expected.Select(_ => random.NextDouble())],
                _ => throw new InvalidDataException($"Unknown draws {draws.Name}."),
            };
            Assert.Equal(expected, drawn);
        }
    }

    [Fact]
    public void SkipGaussians_AnyCountAndAnyKeptOne_EqualsDrawingThem()
        => Gen.Select(Gen.UInt, Gen.Int[0, 5], Gen.Int[0, 3000]).Sample((seed, before, count) =>
        {
            var drawn = new NumpyRandom(seed);
            for (int i = 0; i < before; i++)
                drawn.NextGaussian();
            NumpyRandom skipped = drawn.Clone();
            for (int i = 0; i < count; i++)
                drawn.NextGaussian();
            skipped.SkipGaussians(count, TestContext.Current.CancellationToken);
            return drawn.NextGaussian() == skipped.NextGaussian()
                && drawn.NextGaussian() == skipped.NextGaussian()
                && drawn.NextUInt32() == skipped.NextUInt32();
        });

    [Fact]
    public void NextGaussians_AnyCountAndAnyKeptOne_EqualOneByOne()
        => Gen.Select(Gen.UInt, Gen.Int[0, 700], Gen.Int[0, 3], Gen.Int[0, 1500].Array[1, 4]).Sample((seed, words, before, counts) =>
        {
            var one = new NumpyRandom(seed);
            for (int i = 0; i < words; i++)
                one.NextUInt32();
            for (int i = 0; i < before; i++)
                one.NextGaussian();
            NumpyRandom many = one.Clone();
            foreach (int count in counts)
            {
                var values = new double[count];
                many.NextGaussians(values);
                foreach (double value in values)
                    Assert.Equal(one.NextGaussian(), value);
            }
            Assert.Equal(one.NextUInt32(), many.NextUInt32());
        });

    [Fact]
    public void NextExchanges_AnyLength_EqualOneByOne()
        => Gen.Select(Gen.UInt, Gen.Int[0, 700], Gen.Int[0, 3000]).Sample((seed, words, length) =>
        {
            var one = new NumpyRandom(seed);
            for (int i = 0; i < words; i++)
                one.NextUInt32();
            NumpyRandom many = one.Clone();
            var exchanges = new int[length];
            many.NextExchanges(exchanges);
            for (int i = length - 1; i > 0; i--)
                Assert.Equal((int)one.NextAtMost((uint)i), exchanges[i]);
            Assert.Equal(one.NextUInt32(), many.NextUInt32());
        });

    [Fact]
    public void Advance_AnyState_EqualsTheScalarForm()
        => Gen.UInt.Sample(seed =>
        {
            var fast = new uint[2 * MersenneTwister.Words];
            MersenneTwister.Initialize(seed, fast);
            uint[] scalar = [.. fast];
            var fastWords = new uint[MersenneTwister.Words];
            var scalarWords = new uint[MersenneTwister.Words];
            for (int i = 0; i < 3; i++)
            {
                MersenneTwister.Advance(fast, fastWords);
                MersenneTwister.AdvanceScalar(scalar, scalarWords);
                Assert.Equal(scalar, fast);
                Assert.Equal(scalarWords, fastWords);
            }
        }, iter: 20);

    [Fact]
    public void Clone_GoesItsOwnWay()
    {
        var random = new NumpyRandom(5);
        random.NextGaussian();
        NumpyRandom clone = random.Clone();
        double[] first = [.. Enumerable.Range(0, 1000).Select(_ => random.NextGaussian())];
        double[] second = [.. Enumerable.Range(0, 1000).Select(_ => clone.NextGaussian())];
        Assert.Equal(first, second);
    }

    private static double[] Permuted(NumpyRandom random, params double[] values)
    {
        random.Permute<NumpyRandom, double>(values);
        return values;
    }
}
