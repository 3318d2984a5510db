using System.Reactive.Subjects;
using System.Text.Json;
using System.Text.Json.Nodes;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Tests.Simulation;
using static VoltageToWiring.Inference.Significance.ConnectionState;
using static VoltageToWiring.Tests.Host.OnlineReports;

namespace VoltageToWiring.Tests.Host;

public class UntilDecidedTests
{
    private static readonly ConnectionEstimate Open = Pair(0, 0, Online(Undecided));
    private static readonly ConnectionEstimate Found = Pair(1, 0, Online(Excitatory, 2));
    private static readonly ConnectionEstimate NotThere = Pair(0, 0, Online(Absent, 3));

    private static long Next(long frame) => frame + 1000;

    [Fact]
    public void Reports_UntilAllIsDecided_AreHandedOnAndTheRunIsStoppedOnce()
    {
        (List<double> seen, int stops, double? at) = Follow(
            Report(1, false, Open, Found), Report(2, false, NotThere, Found), Report(3, false, Open, Found), Report(3.5, true, NotThere, Found));
        Assert.Equal([1, 2], seen);
        Assert.Equal((1, 2), (stops, at));
    }

    [Fact]
    public void Reports_AllDecidedOnlyAtTheEnd_StopNothing()
    {
        (List<double> seen, int stops, double? at) = Follow(Report(1, false, Open, Found), Report(2, true, NotThere, Found));
        Assert.Equal([1, 2], seen);
        Assert.Equal((0, null), (stops, at));
    }

    [Fact]
    public void Reports_WithoutPairsOrOnlineScores_AreNeverDecided()
    {
        Assert.Equal(0, Follow(Report(1, false)).Stops);
        Assert.Equal(0, Follow(Report(1, false, Pair(0, 0))).Stops);
    }

    [Fact]
    public void EndAndFault_AreHandedOn()
    {
        using var reports = new Subject<EstimateReport>();
        var ends = new List<string>();
        using IDisposable subscription = reports.Subscribe(_ => { }, fault => ends.Add(fault.Message), () => ends.Add("end"));
        new UntilDecided(reports, () => { }, Next).OnCompleted();
        Assert.Equal(["end"], ends);
        using var failing = new Subject<EstimateReport>();
        using IDisposable other = failing.Subscribe(_ => { }, fault => ends.Add(fault.Message));
        new UntilDecided(failing, () => { }, Next).OnError(new InvalidDataException("fault"));
        Assert.Equal(["end", "fault"], ends);
    }

    [Theory]
    [InlineData(false, 10, 2)]
    [InlineData(false, 137, 2)]
    [InlineData(false, 50_000, 1)]
    [InlineData(true, 10, 4)]
    [InlineData(true, 333, 64)]
    public async Task Run_DecidedHalfway_EndsAtTheDecidingReportHoweverItIsCut(bool links, int batchSteps, int capacity)
    {
        SimulationOptions options = SimulatedRecordings.Options(steps: 20_000, stepsPerFrame: 10);
        LinkPlan plan = links ? LinkPlan.All(new LinkOptions { Capacity = capacity }) : LinkPlan.None;
        (RunOutcome usual, _) = await RunAsync(options, batchSteps: 100, LinkPlan.None, 1);
        (RunOutcome outcome, List<double> seen) = await RunAsync(options, batchSteps, plan, 1);
        Assert.Equal(RunEnding.Completed, outcome.Ending);
        Assert.Equal([0.25, 0.5, 0.75, 1], seen);
        Assert.Equal(usual.Progress.Ledger, outcome.Progress.Ledger);
        Assert.Equal((1000, 1000, 0), (outcome.Progress.Ledger.FramesIn, outcome.Progress.Ledger.FramesUsed, outcome.Progress.Ledger.FramesInFlight));
        Assert.True(outcome.Progress.Ledger.Balances);
    }

    [Theory]
    [InlineData("batch=1 ms")]
    [InlineData("batch=700 ms", "links.between=none")]
    [InlineData("batch=30 ms", "links.capacity=1", "workers=3")]
    public async Task Run_OfAWholePipeline_EndsWithTheSameBytesHoweverItIsCut(params string[] settings)
    {
        (string usual, double? usualEnd) = await ResultsAsync([]);
        (string results, double? end) = await ResultsAsync(settings);
        Assert.Equal(usualEnd, end);
        Assert.Equal(usual, results);
    }

    private static async Task<(string Results, double? AtSeconds)> ResultsAsync(string[] settings)
    {
        // A gap at whose end no report falls; one pair strong enough to be decided soon.
        ResolvedPipeline pipeline = LoadedPipeline.FromText("""
            name: short
            source:
              simulate:
                duration: 60 s
                trains: { count: 2, rate: 20 Hz, connected: 1, inhibitory: 0 }
                synapses: { excitatory: { strength: 2 nS } }
                imaging: { frame_rate: 1 kHz, gaps: [{ at: 1.9 s, for: 2.35 s }] }
            inference:
              sta: { window: 50 ms }
              online: { report_every: 500 ms, surrogates: 39 }
            until: decided
            """, "short.yaml", settings.Select(setting => new PipelineSetting(setting)), "/").Resolved;
        using var run = new RecordingRun(pipeline, TimeProvider.System);
        RunResult result = await run.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(RunEnding.Completed, result.Outcome.Ending);
        Assert.InRange(result.DecidedAtSeconds!.Value, 2.5, 59);
        JsonNode json = JsonSerializer.SerializeToNode(ResultsJson.From(result, RunEvaluation.Of(result), "1", "here"))!;
        json.AsObject().Remove(nameof(ResultsJson.Timing));
        var average = new double[50];
        result.Averages!.CopyAverage(1, 0, average);
        return (json + string.Join(' ', average), result.DecidedAtSeconds);
    }

    private static async Task<(RunOutcome Outcome, List<double> Seen)> RunAsync(
        SimulationOptions options, int batchSteps, LinkPlan plan, double decidesAtSeconds)
    {
        var recording = new SimulatedRecording(options, SimulationRandomness.Streams(1));
        recording.Prepare(TestContext.Current.CancellationToken);
        var ledger = new Ledger();
        using var averages = new SpikeTriggeredAverageStage(
            recording.Info, new StaOptions { ReportEveryFrames = 250 }, WholeTrainSurrogates.None(recording.Info.Sources), ledger);
        using var reports = new Subject<EstimateReport>();
        var seen = new List<double>();
        using IDisposable subscription = reports.Subscribe(report => seen.Add(report.TimeSeconds));
        Pipeline? pipeline = null;
        var decided = new UntilDecided(reports, () => pipeline!.Stop(), frame => (frame / 250 + 1) * 2500 + 1);
        using var clock = new StepClock(options.StepClock, options.TotalSteps, batchSteps, Pace.Max, TimeProvider.System, decided.Gate);
        pipeline = recording.Start(clock, plan, TimeProvider.System)
            .Average(averages, plan, ledger).Test(new SignificanceStage(recording.Info), plan)
            .Through(new DecidesAt(decidesAtSeconds)).Into(decided);
        RunOutcome outcome = await pipeline.RunAsync(recording.Info, ledger, TestContext.Current.CancellationToken);
        Assert.Equal(decidesAtSeconds, decided.AtSeconds);
        Assert.Equal(RunEnding.Cancelled, outcome.Ending);
        return (decided.Conclude(outcome), seen);
    }

    [Theory]
    [InlineData(RunEnding.Faulted)]
    [InlineData(RunEnding.Cancelled)]
    [InlineData(RunEnding.Completed)]
    public void Conclude_WithoutADecision_LeavesTheEnding(RunEnding ending)
    {
        var outcome = new RunOutcome(ending, null, new RunProgress(TimeSpan.Zero, 0, null, new Ledger().Close()), new RunTelemetry([], []));
        using var reports = new Subject<EstimateReport>();
        Assert.Same(outcome, new UntilDecided(reports, () => { }, Next).Conclude(outcome));
    }

    /// <summary>Decides every pair at one time, and takes it back right away.</summary>
    private sealed class DecidesAt(double seconds) : IStage<EstimateReport, EstimateReport>
    {
        public string Name => "decides";

        public long Position { get; private set; }

        public void Process(EstimateReport input, IOutput<EstimateReport> output)
        {
            Position = input.Frame;
            OnlineEstimate online = Online(input.TimeSeconds == seconds ? Absent : Undecided);
            output.Write(input with { Connections = [.. input.Connections.Select(connection => connection with { Online = [online] })] });
        }

        public void Complete(IOutput<EstimateReport> output, EndOfStream end)
        {
        }
    }

    private static (List<double> Seen, int Stops, double? AtSeconds) Follow(params EstimateReport[] stream)
    {
        using var reports = new Subject<EstimateReport>();
        var seen = new List<double>();
        using IDisposable subscription = reports.Subscribe(report => seen.Add(report.TimeSeconds));
        int stops = 0;
        var decided = new UntilDecided(reports, () => stops++, Next);
        foreach (EstimateReport report in stream)
            decided.OnNext(report);
        return (seen, stops, decided.AtSeconds);
    }
}
