using VoltageToWiring.Inference.Movies;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Tests.Movies;

public class RoiTraceStageTests
{
    private const int Frames = 50;

    private static readonly RecordingInfo Movie = new()
    {
        Name = "movie",
        FrameClock = new SampleClock(500),
        SpikeClock = new SampleClock(1_000_000),
        Sources = 2,
        Targets = 6 * 5,
        Pixels = new FrameSize(6, 5),
        SampleType = SampleType.UInt16,
        AmplitudeUnit = "counts",
    };

    private static readonly RoiOptions Rois = new()
    {
        Regions = [new Footprint([0, 1, 6], [0.5f, 0.25f, 2f]), Footprint.MeanOf([13, 14, 15, 16])],
        Background = [Footprint.MeanOf([3, 4]), Footprint.MeanOf([20, 21, 22])],
        BackgroundCoefficient = 0.75,
    };

    [Fact]
    public void Process_KnownPixels_GivesTheEquation()
    {
        var stage = new RoiTraceStage(Movie, Rois with { Factor = -2 });
        RecordingBatch batch = Batch(0, 1, (_, pixel) => (ushort)(100 + pixel));
        Collected collected = Run(stage, batch);
        double first = 0.5 * 100 + 0.25 * 101 + 2 * 106 - 0.75 * 2.75 * 103.5;
        double second = (113 + 114 + 115 + 116) / 4.0 - 0.75 * 121;
        Assert.Equal(-2 * first, collected.Samples[0], 1e-4);
        Assert.Equal(-2 * second, collected.Samples[1], 1e-4);
    }

    [Fact]
    public void Process_LightThatAllPixelsShare_IsGoneWithTheBackground()
    {
        var stage = new RoiTraceStage(Movie, Rois with { Regions = [Footprint.MeanOf([0, 1, 6, 7])], Background = [Footprint.MeanOf([20, 21, 22, 23])], BackgroundCoefficient = 1 });
        RecordingBatch batch = Batch(0, Frames, (frame, pixel) => (ushort)(500 + 300 * (frame % 7) + (pixel < 8 ? frame : 0)));
        Assert.Equal(Enumerable.Range(0, Frames).Select(frame => (float)frame), Run(stage, batch).Samples);
    }

    [Fact]
    public void Process_HoweverBatchesAreCut_GivesTheSameBytes()
    {
        ushort[] pixels = [.. Pixels()];
        Collected whole = Run(new RoiTraceStage(Movie, Rois), [Batch(0, Frames, (frame, pixel) => pixels[frame * 30 + pixel])]);
        Gen.Int[1, 20].Array[1, 10].Sample(lengths =>
        {
            var batches = new List<RecordingBatch>();
            int first = 0;
            for (int i = 0; first < Frames; i++)
            {
                int count = Math.Min(lengths[i % lengths.Length], Frames - first), from = first;
                batches.Add(Batch(first, count, (frame, pixel) => pixels[(from + frame) * 30 + pixel]));
                first += count;
            }
            Assert.Equal(whole.Samples, Run(new RoiTraceStage(Movie, Rois), [.. batches]).Samples);
        }, iter: 50);
    }

    [Fact]
    public void Process_SpikesWatermarkAndGaps_GoOn()
    {
        var stage = new RoiTraceStage(Movie, Rois);
        RecordingBatch batch = Batch(7, 0, (_, _) => 0);
        batch.Spikes.Add(new SpikeEvent(1, 9000));
        batch.SpikesCompleteThroughFrame = 5;
        Collected collected = Run(stage, batch);
        Assert.Equal([(7L, 0, 5L)], collected.Batches);
        Assert.Equal([new SpikeEvent(1, 9000)], collected.Spikes);
        Assert.Equal(7, stage.Position);
    }

    [Fact]
    public void InfoOf_AMovie_HasATargetForEachRegion()
        => Assert.Equal(Movie with { Pixels = null, Targets = 2, SampleType = SampleType.Float32 }, RoiTraceStage.InfoOf(Movie, Rois));

    [Fact]
    public void Constructor_WhatDoesNotFit_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new RoiTraceStage(Movie with { Pixels = null }, Rois));
        Assert.Throws<ArgumentException>(() => new RoiTraceStage(Movie, Rois with { Regions = [] }));
        Assert.Throws<ArgumentException>(() => new RoiTraceStage(Movie, Rois with { Background = [.. Rois.Background, .. Rois.Background] }));
        Assert.Throws<ArgumentException>(() => new RoiTraceStage(Movie, Rois with { Regions = [Footprint.MeanOf([30])] }));
    }

    [Fact]
    public async Task StagedSource_OfBatches_GivesThemBackAndNothingWaits()
    {
        var source = new CountingSource(Frames);
        await using var staged = new StagedSource<RecordingBatch, RecordingBatch>(source, new RoiTraceStage(Movie, Rois));
        int frames = 0;
        while (await staged.WaitForNextAsync())
        {
            RecordingBatch batch = staged.Next();
            frames += batch.FrameCount;
            Assert.Equal(frames, staged.Position);
            batch.Return();
        }
        Assert.Equal((Frames, 1, 0), (frames, source.Pool.Made, source.Pool.Outstanding));
        Assert.False(staged.Stopped);
    }

    [Fact]
    public async Task StagedSource_Stopped_Ends()
    {
        var source = new CountingSource(Frames);
        await using var staged = new StagedSource<RecordingBatch, RecordingBatch>(source, new RoiTraceStage(Movie, Rois));
        Assert.True(await staged.WaitForNextAsync());
        staged.Next().Return();
        staged.Stop();
        Assert.False(await staged.WaitForNextAsync());
        Assert.True(staged.Stopped && staged.StopRequested);
    }

    private static IEnumerable<ushort> Pixels()
    {
        RandomStream random = new RandomStreams(5).Stream("pixels");
        for (int i = 0; i < Frames * 30; i++)
            yield return (ushort)(random.NextDouble() * 65536);
    }

    private static RecordingBatch Batch(long first, int frames, Func<int, int, ushort> pixel)
    {
        var batch = new RecordingBatch();
        batch.Reset(first, frames, 30, SampleType.UInt16);
        for (int i = 0; i < frames * 30; i++)
            batch.UInt16[i] = pixel(i / 30, i % 30);
        return batch;
    }

    private static Collected Run(RoiTraceStage stage, params RecordingBatch[] batches)
    {
        var output = new Collected();
        foreach (RecordingBatch batch in batches)
            stage.Process(batch, output);
        stage.Complete(output, EndOfStream.Drained);
        return output;
    }

    private sealed class Collected : IOutput<RecordingBatch>
    {
        public List<float> Samples { get; } = [];

        public List<SpikeEvent> Spikes { get; } = [];

        public List<(long First, int Frames, long Watermark)> Batches { get; } = [];

        public bool StopRequested => false;

        public void Write(RecordingBatch item)
        {
            Samples.AddRange(item.Float32);
            Spikes.AddRange(item.Spikes.Spikes);
            Batches.Add((item.FirstFrame, item.FrameCount, item.SpikesCompleteThroughFrame));
            item.Return();
        }
    }

    private sealed class CountingSource(int frames) : ISource<RecordingBatch>
    {
        public VoltageToWiring.Streaming.Pool<RecordingBatch> Pool { get; } = new(() => new RecordingBatch());

        public string Name => "counting";

        public long Position { get; private set; }

        public bool Stopped { get; private set; }

        public ValueTask<bool> WaitForNextAsync() => ValueTask.FromResult(!Stopped && Position < frames);

        public RecordingBatch Next()
        {
            RecordingBatch batch = Pool.Rent();
            batch.Reset(Position++, 1, 30, SampleType.UInt16);
            batch.UInt16.Clear();
            return batch;
        }

        public void Stop() => Stopped = true;
    }
}
