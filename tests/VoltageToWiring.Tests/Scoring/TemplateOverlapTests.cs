using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Scoring;

public class TemplateOverlapTests
{
    [Fact]
    public void Product_AnySpikesAndRange_IsTheSumOfProducts()
        => Gen.Select(Gen.Double[-1, 1].Array[1, 20], Gen.Long[-30, 30], Gen.Long[-30, 30], Gen.Long[-40, 40], Gen.Long[-40, 40])
            .Sample((k, a, b, first, end) =>
            {
                double expected = 0;
                for (long t = first; t < end; t++)
                    expected += At(k, t - a) * At(k, t - b);
                Assert.Equal(expected, new TemplateOverlap(k).Product(a, b, first, end), 1e-12);
            });

    [Fact]
    public void Sum_AnySpikeAndRange_IsTheSum()
        => Gen.Select(Gen.Double[-1, 1].Array[1, 20], Gen.Long[-30, 30], Gen.Long[-40, 40], Gen.Long[-40, 40]).Sample((k, a, first, end) =>
        {
            double expected = 0;
            for (long t = first; t < end; t++)
                expected += At(k, t - a);
            Assert.Equal(expected, new TemplateOverlap(k).Sum(a, first, end), 1e-12);
        });

    [Fact]
    public void Product_RangeCut_Adds()
        => Gen.Select(Gen.Double[-1, 1].Array[5], Gen.Long[0, 8], Gen.Long[0, 8], Gen.Long[0, 12]).Sample((k, a, b, cut) =>
        {
            var overlap = new TemplateOverlap(k);
            Assert.Equal(overlap.Product(a, b, 0, 12), overlap.Product(a, b, 0, cut) + overlap.Product(b, a, cut, 12), 1e-12);
        });

    private static double At(double[] k, long u) => u >= 0 && u < k.Length ? k[u] : 0;
}
