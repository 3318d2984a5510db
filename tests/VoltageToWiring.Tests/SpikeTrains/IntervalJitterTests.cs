using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Tests.SpikeTrains;

public class IntervalJitterTests
{
    private const long Window = 1000;
    private const long Gap = 120;

    [Fact]
    public void Draw_AnyBlock_MovesWholeBurstsWithinTheWindowOfTheirFirstSpike()
        => Gen.Select(Gen.Long[1, 600].Array[1, 25], Gen.Long[0, 1L << 40], Gen.Int[1, 99]).Sample((intervals, block, surrogate) =>
        {
            long[] ticks = Cumulate(intervals);
            var drawn = new long[ticks.Length];
            IntervalJitter.Draw(7, 3, block, surrogate, Window, Gap, ticks, drawn);
            int onset = 0;
            for (int i = 0; i < ticks.Length; i++)
            {
                if (i > 0 && ticks[i] - ticks[i - 1] >= Gap)
                    onset = i;
                Assert.Equal(ticks[i] - ticks[onset], drawn[i] - drawn[onset]);
                Assert.Equal(ticks[onset] / Window, drawn[onset] / Window);
            }
        });

    [Fact]
    public void Draw_AgainOrOfAnotherIndex_IsTheSameOrAnother()
    {
        long[] ticks = Cumulate([10, 500, 700, 5, 3000]);
        string Drawn(ulong key, int source, long block, int surrogate)
        {
            var drawn = new long[ticks.Length];
            IntervalJitter.Draw(key, source, block, surrogate, Window, Gap, ticks, drawn);
            return string.Join(' ', drawn);
        }
        string[] draws = [Drawn(1, 2, 3, 4), Drawn(2, 2, 3, 4), Drawn(1, 3, 3, 4), Drawn(1, 2, 4, 4), Drawn(1, 2, 3, 5), Drawn(1, 2, 3 + (1L << 32), 4)];
        Assert.Equal(6, draws.Distinct().Count());
        Assert.Equal(draws[0], Drawn(1, 2, 3, 4));
    }

    [Fact]
    public void Draw_OneSpike_FallsAnywhereInItsWindowAlike()
    {
        const int N = 20_000;
        const int Bins = 20;
        var counts = new int[Bins];
        var drawn = new long[1];
        for (int block = 0; block < N; block++)
        {
            IntervalJitter.Draw(1, 0, block, 1, Window, Gap, [7 * Window + 3], drawn);
            counts[(drawn[0] - 7 * Window) * Bins / Window]++;
        }
        Uniformity.AtOneInTenThousand(counts);
    }

    [Fact]
    public void Draw_WindowOfOneTick_ChangesNothing()
    {
        long[] ticks = Cumulate([4, 200, 13, 700]);
        var drawn = new long[ticks.Length];
        IntervalJitter.Draw(1, 0, 0, 1, 1, 1, ticks, drawn);
        Assert.Equal(ticks, drawn);
    }

    private static long[] Cumulate(long[] intervals) => [.. intervals.Select((_, i) => intervals[..(i + 1)].Sum())];
}
