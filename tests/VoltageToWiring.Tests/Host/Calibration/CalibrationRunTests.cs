using System.Text.Json.Nodes;
using VoltageToWiring.Host.Calibration;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Tests.Host.Calibration;

public class CalibrationRunTests
{
    private static readonly TruthLength None = TruthLength.FromText("none")!;

    [Fact]
    public async Task RunAsync_AnyNumberOfWorkers_WritesTheSameBytesButForTiming()
    {
        CalibrationPlan plan = CalibrationPlan.Of(Tiny(), 3, TruthLength.FromText("20 s")!);
        (string json, string csv) = await WriteAsync(plan, 1);
        Assert.Equal((json, csv), await WriteAsync(plan, 4));
        JsonNode content = JsonNode.Parse(json)!;
        Assert.Equal(("completed", 3, 20.0), (content["ending"]!.GetValue<string>(), content["recordings"]!.GetValue<int>(), content["truth"]!["duration_s"]!.GetValue<double>()));
        Assert.Equal(7ul, content["truth"]!["seed"]!.GetValue<ulong>());
        Assert.True(content["scores"]!["joint"]!["coverage"]!["all"]!["anytime_always"]!["whole"]!.GetValue<double>() > 0);
        Assert.True(content["scores"]!["joint"]!["exc"]!.AsObject().ContainsKey("found_by_60_s"));
        // Three recordings of five pairs by two scores, by ascending seed.
        string[] rows = csv.TrimEnd().Split('\n');
        Assert.Equal(1 + 3 * 5 * 2, rows.Length);
        Assert.Equal(["4", "5", "6"], rows[1..].Select(row => row.Split(',')[0]).Distinct());
    }

    [Fact]
    public async Task RunAsync_OfACalibration_IsWhatARunOfThatSeedGives()
    {
        CalibrationPlan plan = CalibrationPlan.Of(Tiny(), 2, None);
        CalibrationResult result = await new CalibrationRun(plan, 2, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        using var run = new VoltageToWiring.Host.Running.RecordingRun(Tiny("seed=5", "workers=3").Resolved, TimeProvider.System);
        VoltageToWiring.Host.Running.RunResult alone = await run.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            alone.Estimates!.Connections.SelectMany(pair => pair.Online).Select(online => (online.Score, online.State, online.Amplitude)),
            result.Outcomes[1].Pairs.Select(pair => (pair.Score, pair.StateAtEnd, pair.Amplitude)));
    }

    [Fact]
    public async Task RunAsync_Cancelled_KeepsTheRecordingsThatCameToTheirEnd()
    {
        CalibrationPlan plan = CalibrationPlan.Of(Tiny(), 2000, None);
        var run = new CalibrationRun(plan, 2, TimeProvider.System);
        using var cancellation = new CancellationTokenSource();
        Task<CalibrationResult> running = Task.Run(() => run.RunAsync(cancellation.Token), TestContext.Current.CancellationToken);
        while (!running.IsCompleted && run.Progress().Outcomes.Count < 2)
            await Task.Yield();
        await cancellation.CancelAsync();
        CalibrationResult result = await running;
        Assert.True(result.IsCancelled);
        Assert.InRange(result.Outcomes.Count, 2, 1999);
        Assert.All(result.Outcomes, outcome => Assert.Equal(5, outcome.RecordedSeconds));
        (string json, string csv) = Write(result);
        JsonNode content = JsonNode.Parse(json)!;
        Assert.Equal(("cancelled", result.Outcomes.Count), (content["ending"]!.GetValue<string>(), content["recordings"]!.GetValue<int>()));
        Assert.Equal(1 + 10 * result.Outcomes.Count, csv.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task RunAsync_RecordingThatFails_IsNamedByItsSeedAndTheOthersCount()
    {
        // Euler's method with this timestep goes astray after half a minute; in one of the four a little sooner than in the others.
        LoadedPipeline pipeline = Load("live.yaml",
            "source.simulate.timestep=100 ms", "source.simulate.imaging={ }", "source.simulate.duration=31.5 s", "inference.sta.window=1 s",
            "inference.online.report_every=10 s", "batch=1 s", "source.simulate.trains={ count: 5, rate: 1 Hz }", "source.simulate.synapses.decay=100 ms");
        CalibrationResult result = await new CalibrationRun(CalibrationPlan.Of(pipeline, 4, None), 2, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        RecordingFault fault = Assert.Single(result.Faults);
        Assert.Equal(3ul, fault.Seed);
        Assert.StartsWith("Stage 'neurons' failed at sample", fault.Message, StringComparison.Ordinal);
        Assert.Equal([0ul, 1, 2], result.Outcomes.Select(outcome => outcome.Seed));
        Assert.False(result.IsCancelled);
        Assert.Equal("failed", JsonNode.Parse(Write(result).Json)!["ending"]!.GetValue<string>());
    }

    [Fact]
    public async Task RunAsync_SeedThatCannotBeUsed_IsAFaultOfThatRecording()
    {
        // Rates are drawn from the seed, and with some seeds they are too high.
        LoadedPipeline pipeline = Tiny("source.simulate.trains={ count: 5, rates: { lognormal: { mean: 1 kHz, sigma: 2 } } }", "seed=0", "source.simulate.duration=1 s");
        CalibrationResult result = await new CalibrationRun(CalibrationPlan.Of(pipeline, 40, None), 2, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(result.Faults);
        Assert.Equal(40, result.Faults.Count + result.Outcomes.Count);
        Assert.All(result.Faults, fault => Assert.Contains("source.simulate.trains.rates.lognormal gives a train", fault.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("source.simulate.wiring=random", "wiring: random")]
    [InlineData("source.simulate.trains.unrecorded=0.4", "unrecorded")]
    [InlineData("source.simulate.trains={ count: 5, rates: { lognormal: { mean: 5 Hz, sigma: 0.1 } } }", "log-normal")]
    public async Task RunAsync_TruthThatDiffersFromSeedToSeed_LeavesCoverageOutAndSaysSo(string setting, string why)
    {
        CalibrationPlan plan = CalibrationPlan.Of(Tiny(setting), 2, TruthLength.Default);
        Assert.Null(plan.Truth);
        JsonNode content = JsonNode.Parse((await WriteAsync(plan, 2)).Json)!;
        Assert.Contains(why, content["truth"]!["why"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(content["scores"]!["joint"]!["coverage"]);
        Assert.True(content["scores"]!["joint"]!.AsObject().ContainsKey("coverage"));
    }

    [Fact]
    public void Of_PipelineThatCannotBeCalibrated_IsRefusedInASentence()
    {
        string Refused(LoadedPipeline pipeline) => Assert.Throws<PipelineException>(() => CalibrationPlan.Of(pipeline, 2, None)).Message;
        Assert.Contains("found no inference.online, without which there is nothing to calibrate; allowed is", Refused(Load("reference.yaml")), StringComparison.Ordinal);
        Assert.Contains("too few for 2 recordings; allowed is at most 18446744073709551613", Refused(Tiny("seed=18446744073709551614")), StringComparison.Ordinal);
        Assert.StartsWith(
            "--truth: source.simulate.duration is 0.05 ms; allowed is",
            Assert.Throws<PipelineException>(() => CalibrationPlan.Of(Tiny(), 2, TruthLength.FromText("0.05 ms")!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Plan_RunsToTheEndAsFastAsPossible()
    {
        ResolvedPipeline first = CalibrationPlan.Of(Tiny("until=decided", "pace=realtime", "links.when_full=drop-oldest"), 2, None).First.Resolved;
        Assert.Equal((false, VoltageToWiring.Streaming.Pacing.Pace.Max, 1), (first.StopWhenDecided, first.Pace, first.Online!.Workers));
        Assert.False(first.Links.HasLinkBefore("sta"));
    }

    [Theory]
    [InlineData("10 h", 36_000)]
    [InlineData("90s", 90)]
    public void TruthLength_Times_AreRead(string text, double seconds) => Assert.Equal(seconds, TruthLength.FromText(text)!.Time!.Value.Si);

    [Theory]
    [InlineData("10")]
    [InlineData("-1 s")]
    [InlineData("2000 h")]
    [InlineData("long")]
    public void TruthLength_AnythingElse_IsNot(string text) => Assert.Null(TruthLength.FromText(text));

    private static LoadedPipeline Tiny(params string[] settings) => Load("live.yaml",
    [
        "seed=4", "source.simulate.duration=5 s", "source.simulate.trains={ count: 5, rate: 20 Hz, connected: 0.5 }", "source.simulate.wiring=first",
        "inference.online.score=both", .. settings,
    ]);

    private static LoadedPipeline Load(string name, params string[] settings)
        => LoadedPipeline.FromFile(TestFiles.Pipeline(name), settings.Select(setting => new PipelineSetting(setting)));

    private static async Task<(string Json, string Csv)> WriteAsync(CalibrationPlan plan, int workers)
        => Write(await new CalibrationRun(plan, workers, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken));

    private static (string Json, string Csv) Write(CalibrationResult result)
    {
        using var folder = new TemporaryFolder();
        CalibrationFiles.Write(ResultsFolder.Open(folder.Path, force: false), result, ScoreFigures.Of(result.Outcomes, result.Truth));
        JsonObject content = JsonNode.Parse(File.ReadAllText(folder.File("calibration.json")))!.AsObject();
        Assert.True(content.Remove("timing"));
        return (content.ToJsonString(), File.ReadAllText(folder.File("calibration.csv")));
    }
}
