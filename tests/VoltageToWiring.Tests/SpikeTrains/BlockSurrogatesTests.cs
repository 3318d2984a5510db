using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Tests.SpikeTrains;

public class BlockSurrogatesTests
{
    [Fact]
    public void Draw_AnyBlock_KeepsItsIntervalsAndItsLastSpike()
        => Gen.Select(Gen.Long[0, 500].Array[1, 20], Gen.Long[0, 1L << 40], Gen.Int[0, 98]).Sample((intervals, block, surrogate) =>
        {
            long[] ticks = [.. intervals.Select((_, i) => 1000 + intervals[..(i + 1)].Sum())];
            var drawn = new long[ticks.Length];
            BlockSurrogates.Draw(7, 3, block, surrogate, 1000, ticks, drawn);
            Assert.Equal(ticks[^1], drawn[^1]);
            Assert.Equal(intervals.Order(), drawn.Select((tick, i) => tick - (i == 0 ? 1000 : drawn[i - 1])).Order());
        });

    [Fact]
    public void DrawEight_AnyBlock_IsTheSameAsOneByOne()
        => Gen.Select(Gen.Int[1, 40], Gen.Long[0, 1L << 40], Gen.Int[0, 98]).Sample((spikes, block, first) => AssertEight(spikes, block, first));

    [Fact]
    public void DrawEight_ManySpikesWhereDrawsAreRejected_IsTheSameAsOneByOne()
    {
        // Of 2,000 spikes one block in 270 meets a draw that may have to be rejected.
        for (int block = 0; block < 1500; block++)
            AssertEight(2000, block, 1);
    }

    private static void AssertEight(int spikes, long block, int first)
    {
        long[] ticks = [.. Enumerable.Range(1, spikes).Select(i => 1000L + i * (i + 3))];
        var eight = new long[spikes * BlockSurrogates.Eight];
        BlockSurrogates.DrawEight(7, 3, block, first, 1000, ticks, eight);
        var one = new long[spikes];
        for (int lane = 0; lane < BlockSurrogates.Eight; lane++)
        {
            BlockSurrogates.Draw(7, 3, block, first + lane, 1000, ticks, one);
            for (int i = 0; i < spikes; i++)
            {
                if (one[i] != eight[i * BlockSurrogates.Eight + lane])
                    Assert.Fail($"Surrogate {first + lane} of block {block}: spike {i} is at {eight[i * BlockSurrogates.Eight + lane]}, not at {one[i]}.");
            }
        }
    }

    [Fact]
    public void Draw_AgainOrOfAnotherIndex_IsTheSameOrAnother()
    {
        long[] ticks = [.. Enumerable.Range(1, 10).Select(i => (long)i * i)];
        string Drawn(ulong key, int source, long block, int surrogate)
        {
            var drawn = new long[10];
            BlockSurrogates.Draw(key, source, block, surrogate, 0, ticks, drawn);
            return string.Join(' ', drawn);
        }
        string[] draws = [Drawn(1, 2, 3, 4), Drawn(2, 2, 3, 4), Drawn(1, 3, 3, 4), Drawn(1, 2, 4, 4), Drawn(1, 2, 3, 5), Drawn(1, 2, 3 + (1L << 32), 4)];
        Assert.Equal(6, draws.Distinct().Count());
        Assert.Equal(draws[0], Drawn(1, 2, 3, 4));
    }

    [Fact]
    public void Draw_ThreeIntervals_AllOrdersEquallyOften()
    {
        const int N = 30_000;
        var counts = new Dictionary<(long, long), int>();
        var drawn = new long[3];
        for (int block = 0; block < N; block++)
        {
            BlockSurrogates.Draw(1, 0, block, 1, 0, [1, 3, 7], drawn);
            counts[(drawn[0], drawn[1])] = counts.GetValueOrDefault((drawn[0], drawn[1])) + 1;
        }
        Assert.Equal(6, counts.Count);
        Assert.InRange(counts.Values.Sum(count => Math.Pow(count - N / 6.0, 2) / (N / 6.0)), 0, 5 + 5 * Math.Sqrt(10));
    }
}
