using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Scoring;

public class TileFilterTests
{
    [Fact]
    public void Apply_AnyTapsAndRows_IsTheSumAsItStands()
        => Gen.Select(Gen.Double[-1, 1].Array[1, 40], Gen.Int[0, 40], Gen.Int[0, 1000]).Sample((taps, outputs, seed) =>
        {
            float[] rows = RandomRows.Of(outputs + taps.Length - 1, seed);
            var output = new float[outputs * Tile.Lanes];
            new TileFilter(taps).Apply(rows, output);
            for (int t = 0; t < outputs; t++)
            {
                for (int lane = 0; lane < Tile.Lanes; lane++)
                {
                    double expected = 0;
                    for (int n = 0; n < taps.Length; n++)
                        expected += taps[n] * rows[(t + n) * Tile.Lanes + lane];
                    Assert.Equal(expected, output[t * Tile.Lanes + lane], 1e-5);
                }
            }
        });

    [Fact]
    public void Apply_AnyCut_IsTheSameToTheBit()
        => Gen.Select(Gen.Double[-1, 1].Array[1, 30], Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[0, 1000]).Sample((taps, first, second, seed) =>
        {
            float[] rows = RandomRows.Of(first + second + taps.Length - 1, seed);
            var filter = new TileFilter(taps);
            var whole = new float[(first + second) * Tile.Lanes];
            filter.Apply(rows, whole);
            var cut = new float[whole.Length];
            filter.Apply(rows.AsSpan(0, (first + taps.Length - 1) * Tile.Lanes), cut.AsSpan(0, first * Tile.Lanes));
            filter.Apply(rows.AsSpan(first * Tile.Lanes), cut.AsSpan(first * Tile.Lanes));
            Assert.Equal(whole, cut);
        });

    [Fact]
    public void Apply_RowTooFewOrTooMany_IsRefused()
    {
        var filter = new TileFilter([1, 2, 3]);
        Assert.Throws<ArgumentException>(() => filter.Apply(new float[11 * Tile.Lanes], new float[10 * Tile.Lanes]));
        Assert.Throws<ArgumentException>(() => filter.Apply(new float[13 * Tile.Lanes], new float[10 * Tile.Lanes]));
    }
}
