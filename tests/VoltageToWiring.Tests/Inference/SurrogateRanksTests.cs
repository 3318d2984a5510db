using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Tests.Significance;
using VoltageToWiring.Tests.SpikeTrains;

namespace VoltageToWiring.Tests.Inference;

/// <summary>
/// What everything rests on: of a train that has nothing to do with the trace, real and surrogate sums are exchangeable, block by block,
/// however blocks are closed.
/// </summary>
public class SurrogateRanksTests
{
    private const int Surrogates = 19;
    private const long WindowTicks = 1000;
    private const long BurstTicks = 120;
    private const int Trains = 160;

    private static readonly float[] Trace = ArbitraryTrace(60_000);

    [Theory]
    [InlineData(20, 1, 10)]
    [InlineData(20, 4, 10)]
    [InlineData(20, 1, 0.6)]
    [InlineData(20, 4, 0.5)]
    public void Blocks_OfRenewalTrain_RanksAreUniformAndEvidenceHasMeanOne(double rateHz, int shape, double longestSeconds)
    {
        int shortened = 0, blocks = 0;
        Check(SurrogateScheme.Blocks, longestSeconds, random =>
        {
            var process = new GammaIntervals(rateHz, shape);
            var ticks = new List<long>();
            for (double seconds = process.NextSeconds(random); seconds < 55; seconds += process.NextSeconds(random))
                ticks.Add((long)(seconds * 10_000));
            return [.. ticks];
        }, block =>
        {
            blocks++;
            shortened += block.Ticks.Count < 10 ? 1 : 0;
        });
        // Blocks that time closes are among those that are checked.
        Assert.Equal(longestSeconds < 1, shortened > blocks / 10);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1.5)]
    public void Jitter_OfBurstsAnywhereInTheirWindows_RanksAreUniformAndEvidenceHasMeanOne(double longestSeconds)
        => Check(SurrogateScheme.Jitter, longestSeconds, random =>
        {
            // A window without a burst after each with one, so that no two bursts become one.
            var ticks = new List<long>();
            for (long window = 0; window < 550_000; window += 2 * WindowTicks)
            {
                if (random.NextDouble() < 0.3)
                    continue;
                long tick = window + random.NextAtMost((uint)WindowTicks - 1);
                for (uint left = random.NextAtMost(3); ; left--)
                {
                    ticks.Add(tick);
                    if (left == 0)
                        break;
                    tick += 40 + random.NextAtMost(40);
                }
            }
            return [.. ticks];
        }, _ => { });

    private static void Check(SurrogateScheme scheme, double longestSeconds, Func<RandomStream, long[]> draw, Action<SpikeBlock> see)
    {
        var ranks = new int[Surrogates + 1];
        var evidence = new Averages(2 * BettingGrid.Count);
        for (int train = 0; train < Trains; train++)
        {
            long[] ticks = draw(new RandomStreams(11).Stream("trains", train));
            var blocks = new Queue<SpikeBlock>();
            var builder = new BlockBuilder(TestClock.Frames(1000), 10, longestSeconds, scheme, blocks);
            for (int i = 0; i < ticks.Length; i++)
                builder.Add(ticks[i], isUsable: true, followsWithoutGap: i > 0);
            foreach (SpikeBlock block in blocks)
            {
                float[] sums = Sums(train, block);
                ranks[sums.Count(sum => sum < sums[0])]++;
                var rows = new float[sums.Length * Tile.Lanes];
                for (int s = 0; s < sums.Length; s++)
                    rows[s * Tile.Lanes] = sums[s];
                evidence.AddOne(rows);
                see(block);
            }
        }
        Uniformity.AtOneInTenThousand(ranks);
        evidence.AreOne();
    }

    private static float[] Sums(int train, SpikeBlock block)
    {
        var sums = new float[Surrogates + 1];
        var drawn = new long[block.Ticks.Count];
        for (int s = 0; s <= Surrogates; s++)
        {
            if (s == 0)
                block.Ticks.CopyTo(drawn, 0);
            else if (block.Scheme == SurrogateScheme.Jitter)
                IntervalJitter.Draw(5, train, block.Index, s, WindowTicks, BurstTicks, block.Ticks, drawn);
            else
                BlockSurrogates.Draw(5, train, block.Index, s, block.AnchorTick, block.Ticks, drawn);
            foreach (long tick in drawn)
                sums[s] += Trace[tick / 10];
        }
        return sums;
    }

    // Noise, a rhythm, slow drift, and a rare event: nothing about it is stationary.
    private static float[] ArbitraryTrace(int frames)
    {
        RandomStream random = new RandomStreams(11).Stream("trace");
        var trace = new float[frames];
        double slow = 0;
        for (int t = 0; t < frames; t++)
        {
            slow = 0.98 * slow + 0.2 * random.NextGaussian();
            trace[t] = (float)(0.5 * slow + 0.3 * random.NextGaussian() + 0.3 * Math.Sin(t / 20.0) + (t % 5000 < 30 ? 3 : 0));
        }
        return trace;
    }
}
