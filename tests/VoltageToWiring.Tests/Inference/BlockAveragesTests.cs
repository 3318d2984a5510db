using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.SpikeTrains;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Tests.Streaming;

namespace VoltageToWiring.Tests.Inference;

public class BlockAveragesTests
{
    private const int Frames = 30_000;
    private const int Window = 50;

    private static readonly RecordingInfo Info = new()
    {
        Name = "test",
        FrameClock = new SampleClock(1000),
        SpikeClock = new SampleClock(10_000),
        Sources = 2,
        Targets = 1,
        SampleType = SampleType.Float64,
    };

    [Fact]
    public void Averages_ByBlocks_AreThoseOfTheSpikesInBlocksWhateverTheCut()
    {
        RandomStreams streams = new(3);
        RandomStream noise = streams.Stream("noise");
        double[] trace = [.. Enumerable.Range(0, Frames).Select(_ => noise.NextGaussian())];
        long[][] trains = [.. Enumerable.Range(0, 2).Select(source => ReferencePoissonTrain.Draw(streams.Stream("trains", source), 10, Frames / 1e3)
            .Select(time => SpikeClock.ToTick(time, 1e-4)).Where(tick => tick < 10 * Frames).ToArray())];
        double[]? heights = null;
        foreach ((int batch, int workers) in new[] { (Frames, 1), (37, 2), (1000, 1) })
        {
            AveragedBatch last = Run(trace, trains, batch, workers);
            double[] all = [.. Enumerable.Range(0, 2).SelectMany(source => last.Heights(source, 0).ToArray())];
            Assert.Equal(heights ?? all, all);
            heights = all;
            for (int source = 0; source < 2; source++)
            {
                // The first spike is the first anchor; what is left after the last whole block waits for the next.
                int used = (int)last.Pair(source, 0).SpikesUsed;
                Assert.InRange(used, trains[source].Length - 42, trains[source].Length - 1);
                int[] onsets = [.. trains[source].Skip(1).Take(used).Select(tick => (int)(tick / 10))];
                Assert.Equal(SpikeTriggeredAverage.Of(trace, onsets, Window).Height, last.Heights(source, 0)[0], 1e-12);
                Assert.True(last.Pair(source, 0).Blocks >= 4);
                Assert.Equal(19, last.Heights(source, 0)[1..].ToArray().Distinct().Count());
            }
        }
    }

    private static AveragedBatch Run(double[] trace, long[][] trains, int batch, int workers)
    {
        var ledger = new Ledger();
        using var stage = new SpikeTriggeredAverageStage(
            Info, new StaOptions { WindowFrames = Window, Workers = workers }, WholeTrainSurrogates.None(2), ledger, null,
            new BlockAverages(Info, Window, 19, 10, null, seed: 5, workers));
        AveragedBatch? last = null;
        var output = new Collector<AveragedBatch>(report => last = report);
        SpikeEvent[] spikes = [.. trains.SelectMany((train, source) => train.Select(tick => new SpikeEvent(source, tick))).OrderBy(spike => spike.Tick)];
        var input = new RecordingBatch();
        for (int first = 0; first < Frames; first += batch)
        {
            int count = Math.Min(batch, Frames - first);
            input.Reset(first, count, 1, SampleType.Float64);
            trace.AsSpan(first, count).CopyTo(input.Float64);
            input.Spikes.Add([.. spikes.Where(spike => spike.Tick / 10 >= first && spike.Tick / 10 < first + count)]);
            input.SpikesCompleteThroughFrame = first + count;
            ledger.Entered(count, input.Spikes.Count);
            stage.Process(input, output);
        }
        stage.Complete(output, EndOfStream.Drained);
        Assert.True(ledger.Close().Balances);
        return last!;
    }
}
