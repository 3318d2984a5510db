using System.Reactive.Subjects;
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
        new UntilDecided(reports, () => { }).OnCompleted();
        Assert.Equal(["end"], ends);
        using var failing = new Subject<EstimateReport>();
        using IDisposable other = failing.Subscribe(_ => { }, fault => ends.Add(fault.Message));
        new UntilDecided(failing, () => { }).OnError(new InvalidDataException("fault"));
        Assert.Equal(["end", "fault"], ends);
    }

    [Theory]
    [InlineData(false, 10)]
    [InlineData(false, 137)]
    [InlineData(true, 10)]
    public async Task Run_DecidedHalfway_IsCompletedWithTheSameReportsAndBalancedBooks(bool links, int batchSteps)
    {
        SimulationOptions options = SimulatedRecordings.Options(steps: 20_000, stepsPerFrame: 10);
        var recording = new SimulatedRecording(options, SimulationRandomness.Streams(1));
        recording.Prepare(TestContext.Current.CancellationToken);
        var ledger = new Ledger();
        using var averages = new SpikeTriggeredAverageStage(
            recording.Info, new StaOptions { ReportEveryFrames = 250 }, WholeTrainSurrogates.None(recording.Info.Sources), ledger);
        using var clock = new StepClock(options.StepClock, options.TotalSteps, batchSteps, Pace.Max, TimeProvider.System);
        using var reports = new Subject<EstimateReport>();
        var seen = new List<double>();
        using IDisposable subscription = reports.Subscribe(report => seen.Add(report.TimeSeconds));
        Pipeline? pipeline = null;
        var decided = new UntilDecided(reports, () => pipeline!.Stop());
        LinkPlan plan = links ? LinkPlan.All(new LinkOptions { Capacity = 4 }) : LinkPlan.None;
        pipeline = recording.Start(clock, plan, TimeProvider.System)
            .Average(averages, plan, ledger).Test(new SignificanceStage(recording.Info), plan).Through(new DecidesAt(1)).Into(decided);
        RunOutcome outcome = await pipeline.RunAsync(recording.Info, ledger, TestContext.Current.CancellationToken);
        Assert.Equal((RunEnding.Cancelled, RunEnding.Completed), (outcome.Ending, decided.Conclude(outcome).Ending));
        Assert.Equal([0.25, 0.5, 0.75, 1], seen);
        Assert.Equal(1, decided.AtSeconds);
        Assert.True(outcome.Progress.Ledger.Balances);
    }

    [Theory]
    [InlineData(RunEnding.Faulted)]
    [InlineData(RunEnding.Cancelled)]
    [InlineData(RunEnding.Completed)]
    public void Conclude_WithoutADecision_LeavesTheEnding(RunEnding ending)
    {
        var outcome = new RunOutcome(ending, null, new RunProgress(TimeSpan.Zero, 0, null, new Ledger().Close()), new RunTelemetry([], []));
        using var reports = new Subject<EstimateReport>();
        Assert.Same(outcome, new UntilDecided(reports, () => { }).Conclude(outcome));
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
        var decided = new UntilDecided(reports, () => stops++);
        foreach (EstimateReport report in stream)
            decided.OnNext(report);
        return (seen, stops, decided.AtSeconds);
    }
}
