using VoltageToWiring.Figures.Drawing;

namespace VoltageToWiring.Tests.Figures;

public class LineThinningTests
{
    [Fact]
    public void Keep_AnyLine_KeepsItsEndsAndExtremesInOrder()
        => Gen.Select(Gen.Double[-1e3, 1e3].Array[1, 3000], Gen.Int[4, 500]).Sample((ys, most) =>
        {
            int[] kept = LineThinning.Keep(ys, most);
            Assert.True(kept.Length <= Math.Max(most, Math.Min(ys.Length, most)));
            Assert.Equal(kept.Distinct().Order(), kept);
            Assert.Equal((0, ys.Length - 1), (kept[0], kept[^1]));
            Assert.Equal((ys.Min(), ys.Max()), (kept.Min(i => ys[i]), kept.Max(i => ys[i])));
        });

    [Fact]
    public void Keep_ShortLine_KeepsEverything() => Assert.Equal([0, 1, 2, 3], LineThinning.Keep([4, 4, 4, 4], 4));

    [Fact]
    public void Keep_LineWithAHole_StaysBroken()
    {
        double[] ys = [.. Enumerable.Range(0, 1000).Select(i => i is > 400 and < 600 ? double.NaN : Math.Sin(i))];
        int[] kept = LineThinning.Keep(ys, 100);
        int firstHole = Array.FindIndex(kept, i => double.IsNaN(ys[i])), lastHole = Array.FindLastIndex(kept, i => double.IsNaN(ys[i]));
        Assert.True(firstHole > 0 && lastHole > firstHole);
        Assert.All(kept[firstHole..(lastHole + 1)], i => Assert.True(double.IsNaN(ys[i])));
        Assert.All(kept[..firstHole], i => Assert.True(i <= 400));
        Assert.All(kept[(lastHole + 1)..], i => Assert.True(i >= 600));
    }
}
