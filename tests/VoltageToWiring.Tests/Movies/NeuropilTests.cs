using VoltageToWiring.Numerics.Movies;

namespace VoltageToWiring.Tests.Movies;

public class NeuropilTests
{
    [Fact]
    public void Ring_AroundOnePixel_IsTheDiscWithoutItsMiddle()
    {
        bool[] taken = new bool[49];
        taken[24] = true;
        int[] ring = Neuropil.Ring([24], taken, 7, 1, 2);
        // Distances above 1 and at most 2: the diagonal neighbours, and two steps along each axis.
        Assert.Equal([10, 16, 18, 22, 26, 30, 32, 38], ring);
    }

    [Fact]
    public void Ring_AnyRegions_IsWhatDistancesSay()
        => Gen.Select(Gen.Int[2, 12], Gen.Int[2, 12], Gen.Int[0, 3].Array[144], Gen.Double[0, 3], Gen.Double[0.5, 4]).Sample((width, height, labels, inner, thickness) =>
        {
            int[] region = [.. Enumerable.Range(0, width * height).Where(at => labels[at] == 1)];
            bool[] taken = [.. Enumerable.Range(0, width * height).Select(at => labels[at] is 1 or 2)];
            double outer = inner + thickness;
            double Distance(int at) => region.Min(pixel => Math.Sqrt(Math.Pow(pixel % width - at % width, 2) + Math.Pow(pixel / width - at / width, 2)));
            int[] expected = region.Length == 0 ? [] : [.. Enumerable.Range(0, width * height).Where(at => !taken[at] && Distance(at) > inner && Distance(at) <= outer)];
            Assert.Equal(expected, Neuropil.Ring(region, taken, width, inner, outer));
        });
}
