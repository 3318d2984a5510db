using VoltageToWiring.Host.Running;
using VoltageToWiring.Simulation.Neurons;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Host.Reports;

public class ExcerptKeeperTests
{
    private static readonly RecordingInfo Info = new()
    {
        Name = "test",
        FrameClock = new SampleClock(1000),
        SpikeClock = new SampleClock(10_000),
        Sources = 1,
        Targets = 2,
        SampleType = SampleType.Float32,
    };

    [Fact]
    public void Choose_RecordingCutAnyhow_IsTheSameSecondsWithTheSpike()
        => Gen.Int[1, 4000].Array[1, 40].Sample(cuts =>
        {
            TraceExcerpt excerpt = Keep(20_000, cuts).Choose(new OutputSpikes(2, [81_234, 90_000], 20))!;
            // 3 s, of which 1.8 s before the spike at frame 8123.
            Assert.Equal((8123 - 1800, 3000), (excerpt.FirstFrame, excerpt.Samples.Length));
            Assert.Equal(Enumerable.Range(8123 - 1800, 3000).Select(frame => (double)frame), excerpt.Samples);
            Assert.Equal([81_234, 90_000], excerpt.SpikeTicks!);
        });

    [Theory]
    [InlineData(50, 0)]
    [InlineData(14_900, 12_000)]
    [InlineData(17_000, 0)]
    public void Choose_SpikeNearAnEndOrBeyondWhatIsKept_StaysWithinIt(int spikeFrame, int first)
    {
        TraceExcerpt excerpt = Keep(20_000, [1000]).Choose(new OutputSpikes(1, [10 * spikeFrame], 20))!;
        Assert.Equal((first, 3000), (excerpt.FirstFrame, excerpt.Samples.Length));
        Assert.Equal(spikeFrame < 15_000 ? 1 : 0, excerpt.SpikeTicks!.Count);
    }

    [Fact]
    public void Choose_ShortRecordingOrNone_IsAllThereIs()
    {
        Assert.Equal(700, Keep(700, [100]).Choose(new OutputSpikes(0, [], 0.7))!.Samples.Length);
        Assert.Null(Keep(0, [1]).Choose(new OutputSpikes(0, [], 0)));
    }

    [Fact]
    public void Choose_FramesThatNeverCame_AreMissing()
    {
        var keeper = new ExcerptKeeper(Info);
        keeper.Look(Batch(0, 100));
        keeper.Look(Batch(2000, 10));
        keeper.Look(Batch(40_000, 10));
        double[] samples = keeper.Choose(new OutputSpikes(0, [], 41))!.Samples;
        Assert.Equal(99.0, samples[99]);
        Assert.All(samples[100..2000], sample => Assert.Equal(double.NaN, sample));
        Assert.Equal(2009.0, samples[2009]);
        Assert.All(samples[2010..], sample => Assert.Equal(double.NaN, sample));
    }

    [Fact]
    public void Choose_MoreSpikesThanAreKept_MarksNoneWhereSomeMayBeMissing()
    {
        long[] first = [.. Enumerable.Range(0, OutputSpikes.Kept).Select(i => 50L * i)];
        Assert.Null(Keep(20_000, [1000]).Choose(new OutputSpikes(10_000, first, 20))!.SpikeTicks);
        long[] slower = [.. first.Select(tick => 4 * tick)];
        Assert.Equal(150, Keep(20_000, [1000]).Choose(new OutputSpikes(10_000, slower, 20))!.SpikeTicks!.Count);
    }

    private static ExcerptKeeper Keep(int frames, int[] cuts)
    {
        var keeper = new ExcerptKeeper(Info);
        for (int first = 0, cut = 0; first < frames; cut++)
        {
            int count = Math.Min(cuts[cut % cuts.Length], frames - first);
            keeper.Look(Batch(first, count));
            first += count;
        }
        return keeper;
    }

    // The first target's samples are their frames.
    private static RecordingBatch Batch(int first, int count)
    {
        var batch = new RecordingBatch();
        batch.Reset(first, count, Info.Targets, SampleType.Float32);
        for (int i = 0; i < count; i++)
            (batch.Float32[2 * i], batch.Float32[2 * i + 1]) = (first + i, -1);
        return batch;
    }
}
