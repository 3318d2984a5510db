using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Inference;

public class TileRowsTests
{
    [Fact]
    public void From_AfterAnyAppendsAndDiscards_IsWhatWasAppended()
        => Gen.Select(Gen.Long[-5, 1000], Gen.Select(Gen.Int[0, 90], Gen.Int[0, 100]).Array[1, 40]).Sample((first, steps) =>
        {
            var rows = new TileRows(first, new RowPool());
            long discarded = first, end = first;
            foreach ((int count, int discard) in steps)
            {
                Span<float> room = rows.Append(count);
                Assert.Equal(count * Tile.Lanes, room.Length);
                for (int at = 0; at < room.Length; at++)
                    room[at] = (end + at / Tile.Lanes) * Tile.Lanes + at % Tile.Lanes;
                end += count;
                rows.DiscardBefore(discarded + discard);
                rows.DiscardBefore(discarded);
                discarded = Math.Min(end, discarded + discard);
                Assert.Equal(discarded, rows.FirstFrame);
                Assert.Equal(end, rows.EndFrame);
                ReadOnlySpan<float> kept = rows.From(discarded);
                Assert.Equal((end - discarded) * Tile.Lanes, kept.Length);
                for (int at = 0; at < kept.Length; at++)
                    Assert.Equal((float)((discarded + at / Tile.Lanes) * Tile.Lanes + at % Tile.Lanes), kept[at]);
            }
        });

    [Fact]
    public void From_DiscardedFrame_IsRefused()
    {
        var rows = new TileRows(10, new RowPool());
        rows.Append(5);
        Assert.ThrowsAny<ArgumentException>(() => rows.From(9, 1).Length);
        Assert.ThrowsAny<ArgumentException>(() => rows.From(16).Length);
    }
}
