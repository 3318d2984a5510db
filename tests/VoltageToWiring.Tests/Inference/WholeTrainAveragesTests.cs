using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Tests.Streaming;

namespace VoltageToWiring.Tests.Inference;

/// <summary>Heights that are found in levels and made exact from kept samples, against brute force in double precision.</summary>
public class WholeTrainAveragesTests
{
    private const int Window = 30;
    private const int Frames = 60_000;
    private const int Surrogates = 11;

    // A level of the traces here, of which an average of quantized samples is off by less.
    private const double Level = 1.5e-6;

    private static readonly RecordingInfo Info = new()
    {
        Name = "test",
        FrameClock = new SampleClock(1000),
        SpikeClock = new SampleClock(10_000),
        Sources = 3,
        Targets = 2,
        SampleType = SampleType.Float64,
        TotalFrames = Frames,
        TrainsKnownBeforehand = true,
    };

    private readonly SpikeEvent[] _spikes = Spikes();

    public static TheoryData<string> Traces => ["noise", "noise with failing samples", "steps", "constant", "nearly constant"];

    [Theory]
    [MemberData(nameof(Traces))]
    public void Heights_OfAnyTrace_AreExactAtTheEndAndRankedRightAtEveryReport(string kind)
    {
        double[] samples = Samples(kind);
        WholeTrainSurrogates surrogates = Drawn(2);
        foreach (AveragedBatch report in Reports(samples, surrogates, 1, 10_000))
        {
            for (int pair = 0; pair < Info.Sources * Info.Targets; pair++)
            {
                (int source, int target) = (pair % Info.Sources, pair / Info.Sources);
                double[] heights = report.Heights(source, target).ToArray();
                double[] expected = [.. Enumerable.Range(0, Surrogates).Select(
                    s => Height(samples, target, surrogates.Onsets(source, s).ToArray(), (int)report.Frame))];
                if (report.IsFinal)
                    Assert.Equal(expected, heights[1..]);
                PermutationTest test = PermutationTest.Rank(heights[0], heights.AsSpan(1));
                PermutationTest right = PermutationTest.Rank(heights[0], expected);
                Assert.Equal((right.Exceedances, right.ExceedancesOrTies), (test.Exceedances, test.ExceedancesOrTies));
                for (int s = 0; s < Surrogates; s++)
                    Assert.Equal(expected[s], heights[1 + s], Level);
            }
        }
    }

    [Fact]
    public void Heights_CutAndSharedOutAnyhow_AreTheSameBits()
    {
        double[] samples = Samples("noise with failing samples");
        string[] runs = [.. new[] { (Frames, 1), (1, 1), (977, 3) }.Select(cut =>
            string.Join(';', Reports(samples, Drawn(cut.Item2), cut.Item2, cut.Item1).SelectMany(Bits)))];
        Assert.Single(runs.Distinct());
    }

    [Fact]
    public void Heights_WhereSamplesAreNotKept_AreTheSameAtTheEnd()
    {
        double[] samples = Samples("noise with failing samples");
        AveragedBatch kept = Reports(samples, Drawn(1), 1, 500)[^1];
        AveragedBatch notKept = Reports(samples, Drawn(1), 1, 500, Info with { TotalFrames = null })[^1];
        Assert.Equal(Bits(notKept), Bits(kept));
        Assert.Equal(8.0 * Frames * Info.Targets, SpikeTriggeredAverageStage.KeptBytes(Frames, Info.Targets, Surrogates));
        Assert.Equal(0, SpikeTriggeredAverageStage.KeptBytes(1e9, Info.Targets, Surrogates));
        Assert.Equal(0, SpikeTriggeredAverageStage.KeptBytes(Frames, Info.Targets, 0));
    }

    [Fact]
    public void SurrogateSpread_KeptOrNot_IsMeanAndDeviationOfTheSurrogatesAverages()
    {
        double[] samples = Samples("noise with failing samples");
        WholeTrainSurrogates surrogates = Drawn(1);
        foreach (RecordingInfo info in new[] { Info, Info with { TotalFrames = null } })
        {
            using var stage = new SpikeTriggeredAverageStage(info, new StaOptions { WindowFrames = Window }, surrogates, new Ledger());
            Feed(stage, new Ledger(), samples, 1000, _ => { });
            Assert.Equal(Surrogates, stage.Surrogates);
            var mean = new double[Window];
            var deviation = new double[Window];
            stage.CopySurrogateSpread(2, 1, mean, deviation);
            double[][] averages = [.. Enumerable.Range(0, Surrogates).Select(s => Average(samples, 1, surrogates.Onsets(2, s).ToArray(), Frames))];
            for (int frame = 0; frame < Window; frame++)
            {
                double expected = averages.Average(average => average[frame]);
                Assert.Equal(expected, mean[frame], info.TotalFrames is null ? 1e-12 : Level);
                Assert.Equal(Math.Sqrt(averages.Sum(average => Math.Pow(average[frame] - expected, 2)) / (Surrogates - 1)), deviation[frame], info.TotalFrames is null ? 1e-12 : Level);
            }
        }
    }

    [Fact]
    public void Draw_AnyNumberOfWorkers_IsTheSame()
    {
        double[][] times = Times();
        foreach (bool inTurn in new[] { true, false })
        {
            int[][] onsets = [.. new[] { 1, 2, 3 }.Select(workers =>
            {
                var one = new NumpyRandom(3);
                var random = new SurrogateRandomness(
                    (source, s) => inTurn ? one : new RandomStreams(1).Stream("surrogates", 100 * source + s), inTurn);
                WholeTrainSurrogates drawn = WholeTrainSurrogates.Draw(times, 40, random, Info, workers, TestContext.Current.CancellationToken);
                return Enumerable.Range(0, 3 * 40).SelectMany(i => drawn.Onsets(i / 40, i % 40).ToArray()).ToArray();
            })];
            Assert.Equal(onsets[0], onsets[1]);
            Assert.Equal(onsets[0], onsets[2]);
        }
    }

    private static IEnumerable<long> Bits(AveragedBatch report)
        => Enumerable.Range(0, 6).SelectMany(pair => report.Heights(pair % 3, pair / 3).ToArray()).Select(BitConverter.DoubleToInt64Bits);

    private static double Height(double[] samples, int target, ReadOnlySpan<int> onsets, int frames)
    {
        double[] average = Average(samples, target, onsets, frames);
        return average.Length == 0 ? double.NaN : average.Max() - average.Min();
    }

    private static double[] Average(double[] samples, int target, ReadOnlySpan<int> onsets, int frames)
    {
        double[] trace = [.. Enumerable.Range(0, frames).Select(frame => samples[frame * Info.Targets + target])];
        int[] valid = [.. onsets.ToArray().Where(
            i => i + Window >= frames || trace.AsSpan(i, Window).IndexOfAnyExceptInRange(double.MinValue, double.MaxValue) < 0)];
        return SpikeTriggeredAverage.Of(trace, valid, Window).Average;
    }

    private List<AveragedBatch> Reports(double[] samples, WholeTrainSurrogates surrogates, int workers, int batchFrames, RecordingInfo? info = null)
    {
        var ledger = new Ledger();
        var options = new StaOptions { WindowFrames = Window, Workers = workers, ReportEveryFrames = 17_000 };
        using var stage = new SpikeTriggeredAverageStage(info ?? Info, options, surrogates, ledger);
        var reports = new List<AveragedBatch>();
        Feed(stage, ledger, samples, batchFrames, reports.Add);
        return reports;
    }

    private void Feed(SpikeTriggeredAverageStage stage, Ledger ledger, double[] samples, int batchFrames, Action<AveragedBatch> take)
    {
        // What is collected is never given back, so the stage writes each report into another batch.
        var output = new Collector<AveragedBatch>(take);
        int sent = 0;
        for (int first = 0; first < Frames; first += batchFrames)
        {
            int count = Math.Min(batchFrames, Frames - first);
            SpikeEvent[] spikes = [.. _spikes.Skip(sent).TakeWhile(spike => spike.Tick / 10 < first + count)];
            sent += spikes.Length;
            var batch = new RecordingBatch();
            batch.Reset(first, count, Info.Targets, SampleType.Float64);
            samples.AsSpan(first * Info.Targets, count * Info.Targets).CopyTo(batch.Float64);
            batch.Spikes.Add(spikes);
            batch.SpikesCompleteThroughFrame = first + count;
            ledger.Entered(count, spikes.Length);
            stage.Process(batch, output);
        }
        stage.Complete(output, EndOfStream.Drained);
    }

    private WholeTrainSurrogates Drawn(int workers)
        => WholeTrainSurrogates.Draw(
            Times(), Surrogates, new SurrogateRandomness((source, s) => new RandomStreams(1).Stream("s", 100 * source + s), InTurn: false), Info, workers);

    private double[][] Times() => [.. Enumerable.Range(0, 3).Select(source =>
        _spikes.Where(spike => spike.Source == source).Select(spike => spike.Tick / 10_000.0).ToArray())];

    private static double[] Samples(string kind)
    {
        RandomStream random = new RandomStreams(5).Stream("samples");
        var samples = new double[Frames * Info.Targets];
        for (int i = 0; i < samples.Length; i++)
        {
            double x = random.NextGaussian();
            samples[i] = kind switch
            {
                // Few values, so that many heights tie.
                "steps" => 0.001 * Math.Round(x),
                "constant" => -0.06,
                "nearly constant" => -0.06 + 1e-15 * x,
                "noise with failing samples" when i % 1777 == 0 => double.NaN,
                _ => -0.06 + 0.005 * x,
            };
        }
        return samples;
    }

    private static SpikeEvent[] Spikes()
    {
        RandomStream random = new RandomStreams(6).Stream("spikes");
        return [.. Enumerable.Range(0, 1500)
            .Select(_ => new SpikeEvent((int)random.NextAtMost(2), random.NextAtMost(10 * Frames - 1)))
            .OrderBy(spike => spike.Tick).ThenBy(spike => spike.Source)];
    }
}
