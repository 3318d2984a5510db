using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.SpikeTrains;

public class BlockBuilderTests
{
    private static readonly AnalysisFrames Clock = AnalysisFrames.Of(new RecordingInfo
    {
        Name = "test",
        FrameClock = new SampleClock(1000),
        SpikeClock = new SampleClock(10_000),
        Sources = 1,
        Targets = 1,
        SampleType = SampleType.Float32,
    });

    private readonly Queue<SpikeBlock> _blocks = new();

    [Fact]
    public void Add_RegularTrain_MakesBlocksThatAnchorEachOtherAndGrow()
    {
        BlockBuilder train = Train(SurrogateScheme.Blocks);
        for (int i = 0; i < 1000; i++)
            train.Add(500 * i, isUsable: true, followsWithoutGap: i > 0);
        long anchor = 0;
        long used = 0;
        foreach (SpikeBlock block in _blocks)
        {
            Assert.Equal(anchor, block.AnchorTick);
            Assert.Equal((int)Math.Clamp(0.1 * used, 10, 40), block.Ticks.Length);
            Assert.Equal(Enumerable.Range(1, block.Ticks.Length).Select(i => anchor + 500L * i), block.Ticks);
            Assert.Equal(anchor / 10, block.FirstFrame);
            Assert.Equal(block.Ticks[^1] / 10 + 1, block.EndFrame);
            anchor = block.Ticks[^1];
            used += block.Ticks.Length;
        }
        Assert.Equal(used, train.SpikesUsed);
        Assert.Equal(1, train.SpikesUnused);
        Assert.Equal(anchor / 10, train.OpenFrame);
    }

    [Fact]
    public void Add_SlowTrain_ClosesBlocksBeforeTenSecondsAndDropsTheStraddlingInterval()
    {
        BlockBuilder train = Train(SurrogateScheme.Blocks);
        // One spike every 3 s: three intervals fit into 10 s.
        for (int i = 0; i < 9; i++)
            train.Add(30_000 * i, isUsable: true, followsWithoutGap: i > 0);
        Assert.Equal([0L, 120_000L], _blocks.Select(block => block.AnchorTick));
        Assert.All(_blocks, block => Assert.Equal(3, block.Ticks.Length));
        Assert.Equal(3, train.SpikesUnused);
    }

    [Fact]
    public void Add_Gap_EndsTheBlockAndNothingIsPermutedAcross()
    {
        BlockBuilder train = Train(SurrogateScheme.Blocks);
        for (int i = 0; i < 20; i++)
            train.Add(500 * i, isUsable: i is not (6 or 7), followsWithoutGap: i is not (0 or 6 or 7 or 8));
        Assert.Equal([0L, 4000L], _blocks.Select(block => block.AnchorTick));
        Assert.Equal([500, 1000, 1500, 2000, 2500], _blocks.Dequeue().Ticks);
        Assert.Equal(10, _blocks.Dequeue().Ticks.Length);
        // Two anchors and the two spikes in the gap.
        Assert.Equal(4, train.SpikesUnused);
    }

    [Theory]
    [InlineData(SurrogateScheme.Blocks)]
    [InlineData(SurrogateScheme.Jitter)]
    [InlineData(null)]
    public void CloseIfOver_AtAnyMoments_NeverChangesTheBlocks(SurrogateScheme? scheme)
    {
        var random = new RandomStreams(3).Stream("test");
        long[] ticks = Bursts(random, 400, meanPauseTicks: 9000);
        string? expected = null;
        foreach (int step in new[] { int.MaxValue, 1, 777, 50_000 })
        {
            _blocks.Clear();
            BlockBuilder train = Train(scheme);
            long now = 0;
            for (int i = 0; i < ticks.Length; i++)
            {
                for (; step != int.MaxValue && now < ticks[i]; now += Math.Max(step, (ticks[i] - now) / 50))
                    train.CloseIfOver(now);
                train.Add(ticks[i], isUsable: i % 97 != 5, followsWithoutGap: i > 0 && i % 97 is not (5 or 6));
            }
            string made = string.Join('\n', _blocks.Select(b => $"{b.Index} {b.Scheme} {b.AnchorTick} {b.FirstFrame} {b.EndFrame} {string.Join(',', b.Ticks)}"));
            expected ??= made;
            Assert.Equal(expected, made);
            Assert.True(_blocks.Count > 10);
        }
    }

    [Fact]
    public void Add_Jitter_BlocksAreWholeWindowsAndBurstsStayWhole()
    {
        long[] ticks = Bursts(new RandomStreams(5).Stream("test"), 300, meanPauseTicks: 1500);
        BlockBuilder train = Train(SurrogateScheme.Jitter);
        for (int i = 0; i < ticks.Length; i++)
            train.Add(ticks[i], isUsable: true, followsWithoutGap: i > 0);
        long previousEnd = 0;
        foreach (SpikeBlock block in _blocks)
        {
            Assert.True(block.Ticks.Length >= 10);
            long firstWindow = block.Ticks[0] - block.Ticks[0] % train.WindowTicks;
            Assert.Equal(firstWindow / 10, block.FirstFrame);
            Assert.True(firstWindow >= previousEnd);
            int at = Array.IndexOf(ticks, block.Ticks[0]);
            Assert.True(at == 0 || ticks[at] - ticks[at - 1] >= train.BurstTicks);
            Assert.Equal(ticks.Skip(at).Take(block.Ticks.Length), block.Ticks);
            long lastOnset = block.Ticks.Where((tick, i) => i == 0 || tick - block.Ticks[i - 1] >= train.BurstTicks).Last();
            previousEnd = lastOnset - lastOnset % train.WindowTicks + train.WindowTicks;
            Assert.True(block.EndFrame >= previousEnd / 10);
        }
        Assert.True(_blocks.Count > 20);
        Assert.InRange(train.SpikesUsed + train.SpikesUnused, ticks.Length - 45, ticks.Length);
    }

    [Fact]
    public void Add_TrainThatBeginsToBurst_GoesOverToJitterByItsOwnPast()
    {
        var random = new RandomStreams(8).Stream("test");
        BlockBuilder train = Train(null);
        long tick = 0;
        for (int i = 0; i < 300; i++)
            train.Add(tick += 1 + (long)(-Math.Log(1 - random.NextDouble()) * 500), isUsable: true, followsWithoutGap: i > 0);
        Assert.All(_blocks, block => Assert.Equal(SurrogateScheme.Blocks, block.Scheme));
        foreach (long burst in Bursts(random, 600, meanPauseTicks: 3000))
            train.Add(tick + 10_000 + burst, isUsable: true, followsWithoutGap: true);
        Assert.Equal(SurrogateScheme.Jitter, train.Scheme);
        SurrogateScheme[] schemes = [.. _blocks.Select(block => block.Scheme)];
        Assert.Equal(schemes.Order(), schemes);
        Assert.Equal(ConnectionWarnings.Bursting, train.Statistics.Warnings & ConnectionWarnings.Bursting);
    }

    private BlockBuilder Train(SurrogateScheme? scheme) => new(Clock, 10, 10, scheme, _blocks);

    // Bursts of one to four spikes 5 ms apart, with exponential pauses.
    private static long[] Bursts(RandomStream random, int bursts, double meanPauseTicks)
    {
        var ticks = new List<long>();
        long tick = 200;
        for (int i = 0; i < bursts; i++)
        {
            tick += 130 + (long)(-Math.Log(1 - random.NextDouble()) * meanPauseTicks);
            int size = 1 + (int)random.NextAtMost(3);
            for (int spike = 0; spike < size; spike++)
                ticks.Add(tick += 50);
        }
        return [.. ticks];
    }
}
