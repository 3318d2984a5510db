using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Inference.SpikeTrains;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;

namespace VoltageToWiring.Tests.Inference;

public class BlockBuilderTests
{
    private const int Intervals = 10;
    private const int LongestTicks = 100_000;
    private const int WindowTicks = 1000;
    private const int BurstTicks = 120;

    private static readonly SurrogateScheme?[] Schemes = [SurrogateScheme.Blocks, SurrogateScheme.Jitter, null];

    [Fact]
    public void Add_FirstSpikes_MakeBlocksOfTheAskedNumberEachAnchoredAtTheOneBefore()
    {
        long[] ticks = [.. Enumerable.Range(1, 45).Select(i => 300L * i + 7 * (i % 3))];
        Cut cut = Build(ticks, SurrogateScheme.Blocks);
        Assert.Equal(4, cut.Blocks.Count);
        for (int k = 0; k < 4; k++)
        {
            SpikeBlock block = cut.Blocks[k];
            Assert.Equal(k, block.Index);
            Assert.Equal(ticks[Intervals * k], block.AnchorTick);
            Assert.Equal(ticks[(Intervals * k + 1)..(Intervals * (k + 1) + 1)], block.Ticks.ToArray());
            Assert.Equal(block.AnchorTick / 10, block.FirstFrame);
            Assert.Equal(block.Ticks[^1] / 10 + 1, block.EndFrame);
        }
        Assert.Equal((40, 1), (cut.Train.SpikesUsed, cut.Train.SpikesUnused));
        Assert.Equal(ticks[40] / 10, cut.Train.OpenFrame);
    }

    [Fact]
    public void Add_ManySpikes_BlocksGrowToFourTimesWhatWasAsked()
    {
        Cut cut = Build([.. Enumerable.Range(1, 2000).Select(i => 500L * i)], SurrogateScheme.Blocks);
        int used = 0;
        foreach (SpikeBlock block in cut.Blocks)
        {
            Assert.Equal(Math.Clamp(used / 10, 10, 40), block.Ticks.Count);
            used += block.Ticks.Count;
        }
        Assert.Equal(40, cut.Blocks[^1].Ticks.Count);
    }

    [Fact]
    public void Add_SilenceBeyondTheLongestSpan_ClosesTheBlockAtItsLastSpikeAndDropsTheInterval()
    {
        // The sixth spike comes 10.0001 s after the anchor.
        long[] ticks = [1000, 2000, 3000, 50_000, 60_000, 101_001, 102_000, 103_000, 104_000];
        Cut cut = Build(ticks, SurrogateScheme.Blocks);
        SpikeBlock block = Assert.Single(cut.Blocks);
        Assert.Equal([2000, 3000, 50_000, 60_000], block.Ticks);
        Assert.Equal(10_100, cut.Train.OpenFrame);
        cut.Train.CloseIfOver(101_001 + LongestTicks + 1);
        Assert.Equal([102_000, 103_000, 104_000], cut.Queue.Dequeue().Ticks);
        Assert.Equal((7, 2), (cut.Train.SpikesUsed, cut.Train.SpikesUnused));
        Assert.Equal(long.MaxValue, cut.Train.OpenFrame);
    }

    [Fact]
    public void CloseIfOver_OneSpikeOnly_IsNoBlock()
    {
        Cut cut = Build([1000, 2000], SurrogateScheme.Blocks);
        cut.Train.CloseIfOver(1000 + LongestTicks);
        Assert.Equal(100, cut.Train.OpenFrame);
        cut.Train.CloseIfOver(1000 + LongestTicks + 1);
        Assert.Empty(cut.Queue);
        Assert.Equal((0, 2), (cut.Train.SpikesUsed, cut.Train.SpikesUnused));
    }

    [Fact]
    public void Add_AfterAGap_EndsTheBlockAndBeginsAnew()
    {
        long[] ticks = [1000, 2000, 3000, 4000, 9000, 10_000, 11_000];
        var blocks = new Queue<SpikeBlock>();
        BlockBuilder train = New(SurrogateScheme.Blocks, blocks);
        foreach (long tick in ticks)
            train.Add(tick, isUsable: tick != 4000, followsWithoutGap: tick is not (1000 or 4000 or 9000));
        train.CloseIfOver(1_000_000);
        Assert.Equal([2000, 3000], blocks.Dequeue().Ticks);
        SpikeBlock second = blocks.Dequeue();
        Assert.Equal(9000, second.AnchorTick);
        Assert.Equal([10_000, 11_000], second.Ticks);
        // Both anchors, and the one whose effect is missing.
        Assert.Equal((4, 3), (train.SpikesUsed, train.SpikesUnused));
    }

    [Fact]
    public void CloseIfOver_AtAnyMomentBetweenSpikes_ChangesNoBlock()
        => Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[0, 10_000]).Sample((kind, scheme, seed) =>
        {
            (long Tick, bool Usable, bool Follows)[] spikes = WithGaps(Train(kind, 400, seed), seed);
            RandomStream random = new RandomStreams(8).Stream("moments", seed);
            Cut plain = Build(spikes, Schemes[scheme]);
            Cut disturbed = Build(spikes, Schemes[scheme], (train, from, to) =>
            {
                long[] moments = [.. Enumerable.Range(0, (int)random.NextAtMost(4)).Select(_ => from + 1 + (long)(random.NextDouble() * (to - from)))];
                foreach (long moment in moments.Append(to).Order())
                    train.CloseIfOver(moment);
            });
            Assert.Equal(plain.Text, disturbed.Text);
            Assert.Equal((plain.Train.SpikesUsed, plain.Train.SpikesUnused), (disturbed.Train.SpikesUsed, disturbed.Train.SpikesUnused));
        });

    [Fact]
    public void Add_MoreSpikes_ChangeNoBlockThatIsClosed()
        => Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[0, 10_000], Gen.Int[0, 400]).Sample((kind, scheme, seed, kept) =>
        {
            (long Tick, bool Usable, bool Follows)[] spikes = WithGaps(Train(kind, 400, seed), seed);
            Assert.StartsWith(Build(spikes[..kept], Schemes[scheme]).Text, Build(spikes, Schemes[scheme]).Text);
        });

    [Fact]
    public void Add_AnyTrain_EverySpikeIsUsedOrUnusedOnceItIsOver()
        => Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[0, 10_000]).Sample((kind, scheme, seed) =>
        {
            (long Tick, bool Usable, bool Follows)[] spikes = WithGaps(Train(kind, 400, seed), seed);
            Cut cut = Build(spikes, Schemes[scheme]);
            cut.Train.CloseIfOver(spikes[^1].Tick + 10 * LongestTicks);
            Assert.Equal(spikes.Length, cut.Train.SpikesUsed + cut.Train.SpikesUnused);
            Assert.Equal(long.MaxValue, cut.Train.OpenFrame);
            Assert.Equal(cut.Train.SpikesUsed, cut.Blocks.Concat(cut.Queue).Sum(block => block.Ticks.Count));
        });

    [Fact]
    public void Add_BlocksOfAnyTrain_HoldConsecutiveSpikesWithoutGapsAndNoLongerThanAllowed()
        => Gen.Select(Gen.Int[0, 5], Gen.Int[0, 10_000]).Sample((kind, seed) =>
        {
            (long Tick, bool Usable, bool Follows)[] spikes = WithGaps(Train(kind, 400, seed), seed);
            foreach (SpikeBlock block in Build(spikes, SurrogateScheme.Blocks).Blocks)
            {
                int anchor = Array.FindIndex(spikes, spike => spike.Tick == block.AnchorTick);
                var part = spikes.AsSpan(anchor + 1, block.Ticks.Count).ToArray();
                Assert.Equal(part.Select(spike => spike.Tick), block.Ticks);
                Assert.All(part, spike => Assert.True(spike.Usable && spike.Follows));
                Assert.True(spikes[anchor].Usable);
                Assert.InRange(block.Ticks[^1] - block.AnchorTick, 1, LongestTicks);
                Assert.InRange(block.Ticks.Count, 2, 4 * Intervals);
            }
        });

    [Fact]
    public void Add_Jitter_BlocksAreWholeWindowsWithWholeBursts()
        => Gen.Select(Gen.Int[0, 5], Gen.Int[0, 10_000]).Sample((kind, seed) =>
        {
            (long Tick, bool Usable, bool Follows)[] spikes = WithGaps(Train(kind, 400, seed), seed);
            // A burst's first spike, for each spike.
            var onsets = new long[spikes.Length];
            for (int i = 0; i < spikes.Length; i++)
                onsets[i] = i > 0 && spikes[i].Follows && spikes[i].Tick - spikes[i - 1].Tick < BurstTicks ? onsets[i - 1] : spikes[i].Tick;
            long free = 0;
            var drawn = new long[spikes.Length];
            foreach (SpikeBlock block in Build(spikes, SurrogateScheme.Jitter).Blocks)
            {
                long[] blockOnsets = [.. spikes.Select((spike, i) => (spike.Tick, Onset: onsets[i])).Where(spike => block.Ticks.Contains(spike.Tick)).Select(spike => spike.Onset)];
                long first = blockOnsets[0] / WindowTicks * WindowTicks, end = blockOnsets[^1] / WindowTicks * WindowTicks + WindowTicks;
                // All bursts that begin in its windows, to their ends, and no others.
                Assert.Equal(spikes.Where((_, i) => onsets[i] >= first && onsets[i] < end).Select(spike => spike.Tick), block.Ticks);
                Assert.True(first >= free);
                free = end;
                // Every window is whole: the trace has no gap after the block's windows have begun.
                int at = Array.FindIndex(spikes, spike => spike.Tick == block.Ticks[0]);
                Assert.All(spikes.AsSpan(at, block.Ticks.Count).ToArray(), spike => Assert.True(spike.Usable && spike.Follows));
                Assert.Equal(first / 10, block.FirstFrame);
                Assert.Equal(-1, block.AnchorTick);
                for (int s = 1; s <= 20; s++)
                {
                    IntervalJitter.Draw(1, 0, block.Index, s, WindowTicks, BurstTicks, block.Ticks, drawn);
                    for (int i = 0; i < block.Ticks.Count; i++)
                        Assert.InRange(drawn[i] / 10, block.FirstFrame, block.EndFrame - 1);
                }
            }
        });

    [Fact]
    public void Add_BurstWithoutEnd_HoldsNothingOpenForever()
    {
        var blocks = new Queue<SpikeBlock>();
        BlockBuilder train = New(SurrogateScheme.Jitter, blocks);
        // A hundred spikes a second, for a minute.
        long added = 0;
        for (long tick = 5; tick < 600_000; tick += 100)
        {
            // The first spike may lie in a window that is not whole, so the long burst is the second.
            if (tick is > 500 and < 2000)
                continue;
            train.Add(tick, isUsable: true, followsWithoutGap: tick > 5);
            added++;
            Assert.True(train.OpenFrame == long.MaxValue || train.OpenFrame * 10 > tick - 2 * LongestTicks - 2 * WindowTicks);
        }
        for (long tick = 700_000; tick < 900_000; tick += 500, added++)
            train.Add(tick, isUsable: true, followsWithoutGap: true);
        train.CloseIfOver(2_000_000);
        Assert.Equal(added, train.SpikesUsed + train.SpikesUnused);
        Assert.Equal(700_000, blocks.Peek().Ticks[0]);
    }

    [Fact]
    public void Scheme_NotGiven_FollowsTheTrainsOwnPast()
    {
        Cut regular = Build(Train(0, 2000, 1), null);
        Assert.Equal(SurrogateScheme.Blocks, regular.Train.Scheme);
        Assert.All(regular.Blocks, block => Assert.Equal(SurrogateScheme.Blocks, block.Scheme));

        // Poisson, then bursts, then regular for so long that the bursts are forgotten.
        var intervals = new List<double>();
        RandomStream random = new RandomStreams(9).Stream("train");
        var bursts = new BurstingIntervals(20);
        for (int i = 0; i < 300; i++)
            intervals.Add(random.NextExponential(0.05));
        for (int i = 0; i < 1500; i++)
            intervals.Add(bursts.NextSeconds(random));
        intervals.AddRange(Enumerable.Repeat(0.05, 20_000));
        Cut mixed = Build(Ticks(intervals), null);
        SurrogateScheme[] schemes = [.. mixed.Blocks.Select(block => block.Scheme)];
        Assert.Equal(SurrogateScheme.Blocks, schemes[0]);
        Assert.Equal(SurrogateScheme.Blocks, schemes[^1]);
        Assert.Contains(SurrogateScheme.Jitter, schemes);
        // Indices go on whatever the scheme: no two blocks share their random numbers.
        Assert.Equal(Enumerable.Range(0, schemes.Length).Select(i => (long)i), mixed.Blocks.Select(block => block.Index));
        // A block was begun knowing only what came before it.
        foreach (SpikeBlock block in mixed.Blocks.Where((_, i) => i % 5 == 0))
        {
            var past = new TrainStatistics(1e-4);
            long begin = block.Scheme == SurrogateScheme.Blocks ? block.AnchorTick : block.Ticks[0];
            long[] known = [.. Ticks(intervals).Select(spike => spike.Tick).Where(tick => tick <= begin)];
            past.BeginAnew(known[0]);
            for (int i = 1; i < known.Length; i++)
                past.Add(known[i - 1], known[i]);
            if (block.Scheme == SurrogateScheme.Blocks)
                Assert.Equal(SurrogateScheme.Blocks, past.Advised);
        }
    }

    private static BlockBuilder New(SurrogateScheme? scheme, Queue<SpikeBlock> blocks)
        => new(TestClock.Frames(1000), Intervals, LongestTicks * 1e-4, scheme, blocks);

    private static Cut Build(long[] ticks, SurrogateScheme? scheme)
        => Build([.. ticks.Select((tick, i) => (tick, true, i > 0))], scheme);

    private static Cut Build((long Tick, bool Usable, bool Follows)[] spikes, SurrogateScheme? scheme, Action<BlockBuilder, long, long>? between = null)
    {
        var queue = new Queue<SpikeBlock>();
        BlockBuilder train = New(scheme, queue);
        var blocks = new List<SpikeBlock>();
        long previous = -1;
        foreach ((long tick, bool usable, bool follows) in spikes)
        {
            between?.Invoke(train, previous, tick);
            previous = tick;
            train.Add(tick, usable, follows);
            while (queue.TryDequeue(out SpikeBlock? block))
                blocks.Add(block);
        }
        return new Cut(train, blocks, queue);
    }

    // Poisson, gamma, bursting, sparse, fast and regular, doublets.
    private static (long Tick, bool Usable, bool Follows)[] Train(int kind, int spikes, int seed)
    {
        RandomStream random = new RandomStreams(8).Stream("train", seed);
        IIntervalProcess process = kind switch
        {
            1 => new GammaIntervals(30, 4),
            2 => new BurstingIntervals(15),
            3 => new GammaIntervals(0.4, 1),
            4 => new GammaIntervals(90, 6),
            5 => new BurstingIntervals(3),
            _ => new GammaIntervals(20, 1),
        };
        return Ticks(Enumerable.Range(0, spikes).Select(_ => process.NextSeconds(random)));
    }

    private static (long Tick, bool Usable, bool Follows)[] Ticks(IEnumerable<double> intervals)
    {
        var ticks = new List<(long, bool, bool)>();
        long tick = 0;
        foreach (double seconds in intervals)
        {
            tick += 1 + (long)(seconds / 1e-4);
            ticks.Add((tick, true, ticks.Count > 0));
        }
        return [.. ticks];
    }

    // A spike whose effect is missing does not follow without a gap, nor does the next.
    private static (long Tick, bool Usable, bool Follows)[] WithGaps((long Tick, bool Usable, bool Follows)[] spikes, int seed)
    {
        RandomStream random = new RandomStreams(8).Stream("gaps", seed);
        bool wasUsable = true;
        for (int i = 1; i < spikes.Length; i++)
        {
            bool usable = random.NextDouble() > 0.01;
            bool follows = usable && wasUsable && random.NextDouble() > 0.01 && spikes[i].Tick - spikes[i - 1].Tick <= LongestTicks;
            spikes[i] = (spikes[i].Tick, usable, follows);
            wasUsable = usable;
        }
        return spikes;
    }

    private sealed record Cut(BlockBuilder Train, List<SpikeBlock> Blocks, Queue<SpikeBlock> Queue)
    {
        public string Text => string.Concat(Blocks.Select(
            block => $"{block.Index} {block.Scheme} {block.AnchorTick} {block.FirstFrame} {block.EndFrame}: {string.Join(' ', block.Ticks)}\n"));
    }
}
