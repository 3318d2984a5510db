using VoltageToWiring.Numerics.Movies;

namespace VoltageToWiring.Tests.Movies;

public class FootprintSumsTests
{
    /// <summary>A frame and footprints of any shape in it: empty ones, whole frames, single pixels, borders.</summary>
    private static readonly Gen<(ushort[] Frame, (int[] Pixels, float[] Weights)[] Footprints)> Scenes =
        from pixels in Gen.Int[1, 200]
        from frame in Gen.UShort.Array[pixels]
        from footprints in Footprint(pixels).Array[0, 12]
        select (frame, footprints);

    [Fact]
    public void Sum_AnySize_HasTheBitsOfThePlainForm() => Scenes.Sample(scene =>
    {
        var sums = new FootprintSums(scene.Frame.Length, scene.Footprints);
        var plain = new float[sums.Count];
        var fast = new float[sums.Count];
        sums.SumPlain(scene.Frame, plain);
        sums.Sum(scene.Frame, fast);
        Assert.Equal(plain.Select(BitConverter.SingleToInt32Bits), fast.Select(BitConverter.SingleToInt32Bits));
    });

    [Fact]
    public void Sum_AnySize_IsTheSumWithinItsBound() => Scenes.Sample(scene =>
    {
        var sums = new FootprintSums(scene.Frame.Length, scene.Footprints);
        var found = new float[sums.Count];
        sums.Sum(scene.Frame, found);
        for (int r = 0; r < found.Length; r++)
        {
            (int[] at, float[] weights) = scene.Footprints[r];
            double exact = at.Select((pixel, i) => (double)weights[i] * scene.Frame[pixel]).Sum();
            double magnitude = at.Select((pixel, i) => Math.Abs((double)weights[i] * scene.Frame[pixel])).Sum();
            Assert.InRange(Math.Abs(found[r] - exact), 0, (at.Length + 5) * Math.Pow(2, -24) * magnitude);
        }
    });

    [Fact]
    public void Sum_MeanOfEqualPixels_IsThePixel()
    {
        var sums = new FootprintSums(64, [([3, 4, 5, 40], [0.25f, 0.25f, 0.25f, 0.25f])]);
        var frame = new ushort[64];
        Array.Fill(frame, (ushort)65535);
        var found = new float[1];
        sums.Sum(frame, found);
        Assert.Equal(65535f, found[0]);
    }

    [Fact]
    public void Sum_EveryFrame_AllocatesNothing()
    {
        var sums = new FootprintSums(4096, [.. Enumerable.Range(0, 20).Select(r => (Enumerable.Range(100 * r, 90).ToArray(), Enumerable.Repeat(1f, 90).ToArray()))]);
        var frame = new ushort[4096];
        var found = new float[20];
        sums.Sum(frame, found);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            sums.Sum(frame, found);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void PixelsRead_ARowOfAnyPlace_IsAsFewPiecesAsCoverIt()
    {
        Assert.Equal(16, new FootprintSums(100, [([7, 22], [1, 1])]).PixelsRead);
        Assert.Equal(32, new FootprintSums(100, [([7, 23], [1, 1])]).PixelsRead);
        Assert.Equal(16, new FootprintSums(100, [([99], [1])]).PixelsRead);
    }

    [Theory]
    [InlineData(new[] { 10 }, new[] { 1f }, "Pixel 10")]
    [InlineData(new[] { -1 }, new[] { 1f }, "Pixel -1")]
    [InlineData(new[] { 3, 3 }, new[] { 1f, 1f }, "Pixel 3")]
    [InlineData(new[] { 3, 2 }, new[] { 1f, 1f }, "Pixel 2")]
    [InlineData(new[] { 3 }, new[] { 1f, 1f }, "2 weights")]
    public void Constructor_WhatIsNoFootprint_IsRefused(int[] pixels, float[] weights, string says)
        => Assert.Contains(says, Assert.Throws<ArgumentException>(() => new FootprintSums(10, [(pixels, weights)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Sum_AFrameOfAnotherSize_IsRefused()
    {
        var sums = new FootprintSums(64, [([1], [1f])]);
        Assert.Throws<ArgumentException>(() => sums.Sum(new ushort[63], new float[1]));
        Assert.Throws<ArgumentException>(() => sums.Sum(new ushort[64], []));
    }

    private static Gen<(int[] Pixels, float[] Weights)> Footprint(int pixels)
        => from picked in Gen.Bool.Array[pixels]
           from weights in Gen.Float[-2, 2].Array[pixels]
           let at = Enumerable.Range(0, pixels).Where(pixel => picked[pixel]).ToArray()
           select (at, at.Select(pixel => weights[pixel]).ToArray());
}
