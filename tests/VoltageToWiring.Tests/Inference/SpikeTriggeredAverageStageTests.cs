using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Averaging;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Tests.Streaming;

namespace VoltageToWiring.Tests.Inference;

public class SpikeTriggeredAverageStageTests
{
    private const int Window = 20;
    private const int Frames = 20_000;

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

    private readonly double[] _samples = Noise(Frames * Info.Targets, 1);
    private readonly SpikeEvent[] _spikes = Spikes(2);

    [Fact]
    public void Averages_OfAnyCutIntoBatches_AreTheBruteForceOnesToTheBit()
    {
        string whole = "";
        foreach ((int batch, int workers) in new[] { (Frames, 1), (1, 1), (73, 2), (1000, 3) })
        {
            Run run = Execute(batch, workers, Surrogates());
            for (int target = 0; target < Info.Targets; target++)
            {
                double[] trace = Trace(target);
                for (int source = 0; source < Info.Sources; source++)
                {
                    int[] onsets = [.. _spikes.Where(spike => spike.Source == source).Select(spike => (int)(spike.Tick / 10))];
                    SpikeTriggeredAverage expected = SpikeTriggeredAverage.Of(trace, onsets, Window);
                    var average = new double[Window];
                    run.Stage.CopyAverage(source, target, average);
                    Assert.Equal(expected.Average, average);
                    Assert.Equal(expected.SpikesUsed, run.Last.Pair(source, target).SpikesUsed);
                    Assert.Equal(expected.Height, run.Last.Heights(source, target)[0]);
                }
            }
            whole = whole.Length == 0 ? run.Heights : whole;
            Assert.Equal(whole, run.Heights);
            Assert.True(run.Account.Balances);
            Assert.Equal(_spikes.Length, run.Account.SpikesIn);
        }
    }

    [Fact]
    public void Reports_ComeAtFixedFramesWhateverTheBatch()
    {
        long[] expected = [.. Enumerable.Range(1, 6).Select(i => 3000L * i), Frames];
        Assert.Equal(expected, Execute(73, 1, WholeTrainSurrogates.None(3), reportEvery: 3000).ReportFrames);
        Assert.Equal(expected, Execute(Frames, 1, WholeTrainSurrogates.None(3), reportEvery: 3000).ReportFrames);
    }

    [Fact]
    public void Samples_NotFinite_AreAGapForTheirTargetOnly()
    {
        _samples[2 * 5000] = double.NaN;
        _samples[2 * 7000] = double.PositiveInfinity;
        Run run = Execute(100, 1, Surrogates());
        double[] trace = Trace(0);
        for (int source = 0; source < Info.Sources; source++)
        {
            int[] onsets = [.. _spikes.Where(spike => spike.Source == source).Select(spike => (int)(spike.Tick / 10))];
            int[] valid = [.. onsets.Where(i => i + Window >= Frames || Enumerable.Range(i, Window).All(j => double.IsFinite(trace[j])))];
            var average = new double[Window];
            run.Stage.CopyAverage(source, 0, average);
            Assert.Equal(SpikeTriggeredAverage.Of(trace, valid, Window).Average, average);
            Assert.Equal(onsets.Length - valid.Length, run.Last.Pair(source, 0).SpikesInGap);
            Assert.Equal(0, run.Last.Pair(source, 1).SpikesInGap);
        }
        // A spike that one target could use is used.
        Assert.Equal(0, run.Account.SpikesInGap);
        Assert.True(run.Account.Balances);
    }

    [Fact]
    public void Batches_ThatAreMissing_AreAGapForAll()
    {
        Run run = Execute(100, 1, Surrogates(), drop: batch => batch is >= 50 and < 60 or 120);
        long[] missing = [.. Enumerable.Range(5000, 1000).Concat(Enumerable.Range(12_000, 100)).Select(i => (long)i)];
        var gone = new HashSet<long>(missing);
        int received = _spikes.Count(spike => !gone.Contains(spike.Tick / 10));
        int usable = _spikes.Count(spike => !gone.Contains(spike.Tick / 10) && spike.Tick / 10 + Window < Frames
            && !Enumerable.Range((int)(spike.Tick / 10), Window).Any(j => gone.Contains(j)));
        Assert.Equal(usable, run.Account.SpikesUsed);
        Assert.Equal(received, run.Account.SpikesIn);
        Assert.Equal(Frames - missing.Length, run.Account.FramesUsed);
        Assert.True(run.Account.SpikesInGap > 0);
        Assert.True(run.Account.Balances);
    }

    [Fact]
    public void Spikes_ThatComeAfterTheirWatermark_AreLateAndNeverUsed()
    {
        var ledger = new Ledger();
        using var stage = new SpikeTriggeredAverageStage(Info, new StaOptions { WindowFrames = Window }, WholeTrainSurrogates.None(3), ledger);
        AveragedBatch? last = null;
        var output = new Collector<AveragedBatch>(report => last = report);
        Send(stage, ledger, output, 0, 500, []);
        Send(stage, ledger, output, 500, 500, [new SpikeEvent(0, 4000), new SpikeEvent(0, 6000)]);
        stage.Complete(output, EndOfStream.Drained);
        Assert.Equal(1, ledger.Close().SpikesLate);
        Assert.Equal(1, last!.Pair(0, 0).SpikesUsed);
        Assert.True(ledger.Close().Balances);
    }

    [Fact]
    public void Samples_WithoutWordOfTheirSpikes_EndTheRun()
    {
        var ledger = new Ledger();
        using var stage = new SpikeTriggeredAverageStage(
            Info, new StaOptions { WindowFrames = Window, MaxSpikeDelayFrames = 1000 }, WholeTrainSurrogates.None(3), ledger);
        var output = new Collector<AveragedBatch>(_ => { });
        InvalidDataException error = Assert.Throws<InvalidDataException>(() =>
        {
            for (int first = 0; first < 5000; first += 100)
                Send(stage, ledger, output, first, 100, [], watermark: 0);
        });
        Assert.Contains("spikes may be at most 1000 frames behind", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_AheadOfTheirSpikes_WaitForThem()
    {
        Run aligned = Execute(100, 1, Surrogates());
        Run lagging = Execute(100, 1, Surrogates(), lagFrames: 700);
        Assert.Equal(aligned.Heights, lagging.Heights);
    }

    [Fact]
    public void Frames_ThatRunBackwards_AreRefused()
    {
        var ledger = new Ledger();
        using var stage = new SpikeTriggeredAverageStage(Info, new StaOptions(), WholeTrainSurrogates.None(3), ledger);
        var output = new Collector<AveragedBatch>(_ => { });
        Send(stage, ledger, output, 0, 100, []);
        Assert.Throws<InvalidDataException>(() => Send(stage, ledger, output, 50, 100, []));
    }

    [Fact]
    public void Process_StopRequested_LeavesTheRestInFlight()
    {
        var ledger = new Ledger();
        using var stage = new SpikeTriggeredAverageStage(Info, new StaOptions { WindowFrames = Window }, WholeTrainSurrogates.None(3), ledger);
        var output = new Collector<AveragedBatch>(_ => { }) { StopRequested = true };
        Send(stage, ledger, output, 0, 100, [new SpikeEvent(0, 10)]);
        stage.Complete(output, EndOfStream.Interrupted);
        LedgerAccount account = ledger.Close();
        Assert.Equal((100, 0, 100), (account.FramesIn, account.FramesUsed, account.FramesInFlight));
        Assert.Equal((1, 1), (account.SpikesIn, account.SpikesInFlight));
        Assert.True(account.Balances);
    }

    [Fact]
    public void Significance_TrainWithoutUsableSpikes_IsNotTestedRatherThanFound()
    {
        var silent = WholeTrainSurrogates.Draw([[], [1.0, 2.0], [3.0]], 5, (_, _) => new NumpyRandom(1), Info, TestContext.Current.CancellationToken);
        var ledger = new Ledger();
        using var stage = new SpikeTriggeredAverageStage(Info, new StaOptions { WindowFrames = Window }, silent, ledger);
        EstimateReport? estimates = null;
        var significance = new SignificanceStage(Info);
        var output = new Collector<AveragedBatch>(report => significance.Process(report, new Collector<EstimateReport>(e => estimates = e)));
        Send(stage, ledger, output, 0, 100, []);
        stage.Complete(output, EndOfStream.Drained);
        Assert.Null(estimates!.Connections[0].OneLook);
        Assert.Null(estimates.Connections[0].Height);
    }

    [Fact]
    public void WholeTrainSurrogates_TrainsNotKnownBeforehand_AreRefused()
        => Assert.Contains("beforehand", Assert.Throws<ArgumentException>(() => WholeTrainSurrogates.Draw(
            [[1.0]], 5, (_, _) => new NumpyRandom(1), Info with { TrainsKnownBeforehand = false }, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);

    [Fact]
    public void Process_AverageOverOneFrame_HasNoHeightAndNoRelativeHeight()
    {
        // All heights are 0: every surrogate ties, and 0/0 is no number.
        var info = Info with { Sources = 1, Targets = 1 };
        var surrogates = WholeTrainSurrogates.Draw([[0.01, 0.05]], 5, (_, _) => new NumpyRandom(1), info, TestContext.Current.CancellationToken);
        var ledger = new Ledger();
        using var stage = new SpikeTriggeredAverageStage(info, new StaOptions { WindowFrames = 1 }, surrogates, ledger);
        EstimateReport? estimates = null;
        var significance = new SignificanceStage(info);
        var output = new Collector<AveragedBatch>(report => significance.Process(report, new Collector<EstimateReport>(e => estimates = e)));
        var batch = new RecordingBatch();
        batch.Reset(0, 100, 1, SampleType.Float64);
        batch.Float64.Fill(1);
        batch.Spikes.Add([new SpikeEvent(0, 100), new SpikeEvent(0, 500)]);
        batch.SpikesCompleteThroughFrame = 100;
        stage.Process(batch, output);
        stage.Complete(output, EndOfStream.Drained);
        ConnectionEstimate estimate = estimates!.Connections[0];
        Assert.Equal((5, 0), (estimate.OneLook!.Value.ExceedancesOrTies, estimate.OneLook.Value.Exceedances));
        Assert.Null(estimate.RelativeHeight);
        Assert.Null(estimate.SignedRelativeHeight);
    }

    private Run Execute(
        int batch, int workers, WholeTrainSurrogates surrogates, long reportEvery = 1_000_000, Func<int, bool>? drop = null, int lagFrames = 0)
    {
        var ledger = new Ledger();
        var options = new StaOptions { WindowFrames = Window, Workers = workers, ReportEveryFrames = reportEvery };
        var stage = new SpikeTriggeredAverageStage(Info, options, surrogates, ledger);
        var frames = new List<long>();
        AveragedBatch? last = null;
        var output = new Collector<AveragedBatch>(report =>
        {
            frames.Add(report.Frame);
            last = report;
        });
        int sent = 0;
        for (int first = 0, i = 0; first < Frames; first += batch, i++)
        {
            int count = Math.Min(batch, Frames - first);
            if (drop?.Invoke(i) == true)
            {
                sent = Math.Max(sent, _spikes.TakeWhile(spike => spike.Tick / 10 < first + count).Count());
                continue;
            }
            long watermark = first + count == Frames ? Frames : Math.Max(0, first + count - lagFrames);
            SpikeEvent[] spikes = [.. _spikes.Skip(sent).TakeWhile(spike => spike.Tick / 10 < watermark)];
            sent += spikes.Length;
            Send(stage, ledger, output, first, count, spikes, watermark);
        }
        stage.Complete(output, EndOfStream.Drained);
        return new Run(stage, last!, frames, ledger.Close());
    }

    private void Send(
        SpikeTriggeredAverageStage stage, Ledger ledger, IOutput<AveragedBatch> output, int first, int count, SpikeEvent[] spikes, long? watermark = null)
    {
        var batch = new RecordingBatch();
        batch.Reset(first, count, Info.Targets, SampleType.Float64);
        _samples.AsSpan(first * Info.Targets, count * Info.Targets).CopyTo(batch.Float64);
        batch.Spikes.Add(spikes);
        batch.SpikesCompleteThroughFrame = watermark ?? first + count;
        ledger.Entered(count, spikes.Length);
        stage.Process(batch, output);
    }

    private double[] Trace(int target) => [.. Enumerable.Range(0, Frames).Select(frame => _samples[frame * Info.Targets + target])];

    private WholeTrainSurrogates Surrogates()
    {
        double[][] times = [.. Enumerable.Range(0, 3).Select(source =>
            _spikes.Where(spike => spike.Source == source).Select(spike => spike.Tick / 10_000.0).ToArray())];
        return WholeTrainSurrogates.Draw(times, 7, (source, s) => new RandomStreams(1).Stream("s", 100 * source + s), Info);
    }

    private static double[] Noise(int count, ulong seed)
    {
        RandomStream random = new RandomStreams(seed).Stream("samples");
        return [.. Enumerable.Range(0, count).Select(_ => -0.06 + 0.005 * random.NextGaussian())];
    }

    private static SpikeEvent[] Spikes(ulong seed)
    {
        RandomStream random = new RandomStreams(seed).Stream("spikes");
        return [.. Enumerable.Range(0, 1500)
            .Select(_ => new SpikeEvent((int)random.NextAtMost(2), random.NextAtMost(10 * Frames - 1)))
            .OrderBy(spike => spike.Tick).ThenBy(spike => spike.Source)];
    }

    private sealed record Run(SpikeTriggeredAverageStage Stage, AveragedBatch Last, List<long> ReportFrames, LedgerAccount Account)
    {
        public string Heights => string.Join(
            ';', Enumerable.Range(0, 6).SelectMany(pair => Last.Heights(pair % 3, pair / 3).ToArray()).Select(BitConverter.DoubleToInt64Bits));
    }
}
