using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using VoltageToWiring.Tests.Host.Reports;
using static VoltageToWiring.Tests.Cli.CommandLine;

namespace VoltageToWiring.Tests.Cli;

/// <summary>The command as users call it, in this process; one at a time, because a process has one console.</summary>
[Collection(nameof(CommandLineTests))]
[CollectionDefinition(nameof(CommandLineTests), DisableParallelization = true)]
public class CommandLineTests
{
    private static readonly string[] Short =
    [
        "--set", "source.simulate.duration=3 s", "--set", "source.simulate.trains.count=5", "--set", "inference.sta.surrogates=20",
        "--set", "source.simulate.synapses.excitatory.strength=4 nS",
    ];

    [Fact]
    public async Task Run_AnyBatchLinksAndWorkers_WritesTheSameBytesButForTiming()
    {
        using var folder = new TemporaryFolder();
        string? results = null, timeline = null, connections = null;
        byte[]? averages = null;
        string[][] variants =
        [
            [], ["--set", "batch=1 ms"], ["--set", "batch=7.3 ms", "--workers", "1"], ["--set", "batch=10 s"], ["--set", "links.between=none"],
            ["--set", "links.between=[sta]", "--set", "links.capacity=1", "--workers", "2"],
        ];
        var pipelines = new Dictionary<string, string[]>
        {
            ["reference.yaml"] = ["--set", "inference.sta.report_every=1 s"],
            ["live.yaml"] = ["--set", "inference.online.report_every=1 s", "--set", "inference.sta.scheme=whole-train"],
        };
        foreach ((string pipeline, string[] settings) in pipelines)
        {
            results = null;
            for (int i = 0; i < variants.Length; i++)
            {
                string path = folder.File($"{pipeline}-{i}");
                Called called = await CallAsync(["run", TestFiles.Pipeline(pipeline), "--pace", "max", "--quiet", "--out", path, .. Short, .. settings, .. variants[i]]);
                Assert.Equal((0, "", path + "\n"), (called.ExitCode, called.Error, called.Output));
                results ??= WithoutTiming(path);
                timeline = i == 0 ? File.ReadAllText(Path.Combine(path, "timeline.csv")) : timeline;
                connections = i == 0 ? File.ReadAllText(Path.Combine(path, "connections.csv")) : connections;
                Assert.Equal(results, WithoutTiming(path));
                Assert.Equal(timeline, File.ReadAllText(Path.Combine(path, "timeline.csv")));
                Assert.Equal(connections, File.ReadAllText(Path.Combine(path, "connections.csv")));
                averages = i == 0 ? File.ReadAllBytes(Path.Combine(path, "sta.npy")) : averages;
                Assert.Equal(averages, File.ReadAllBytes(Path.Combine(path, "sta.npy")));
                foreach (string name in new[] { "sta_surrogates.npy", "excerpt.npy" })
                    Assert.Equal(File.ReadAllBytes(Path.Combine(folder.File($"{pipeline}-0"), name)), File.ReadAllBytes(Path.Combine(path, name)));
                Assert.Equal(ReportPages.WithoutTiming(folder.File($"{pipeline}-0")), ReportPages.WithoutTiming(path));
            }
        }
    }

    [Fact]
    public async Task Run_Timeline_ReportsAtTheCadenceAndEndsAtTheFinalValues()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("out");
        await CallAsync(["run", TestFiles.Pipeline("reference.yaml"), "--quiet", "--out", path, .. Short, "--set", "inference.sta.report_every=1 s"]);
        string[][] rows = [.. File.ReadLines(Path.Combine(path, "timeline.csv")).Select(line => line.Split(','))];
        Assert.Equal("frame,time_s,source,target,score,state,log10_evidence,anytime_p,amplitude,ci_low,ci_high,spikes_used,p_reference", string.Join(',', rows[0]));
        // Every second for five trains; the last report is the end of the recording, once.
        Assert.Equal(["10000", "20000", "30000", "30000"], rows[1..].Select(row => row[0]).Chunk(5).Select(report => report.Distinct().Single()));
        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(path, "results.json")))!;
        for (int source = 0; source < 5; source++)
        {
            double p = results["connections"]![source]!["sta"]!["p_reference"]!.GetValue<double>();
            Assert.Equal(p, double.Parse(rows[^(5 - source)][12], CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task Run_TheResolvedPipeline_GivesTheSameResults()
    {
        using var folder = new TemporaryFolder();
        await CallAsync(["run", TestFiles.Pipeline("live.yaml"), "--pace", "max", "--quiet", "--out", folder.File("a"), .. Short]);
        Called again = await CallAsync(["run", Path.Combine(folder.File("a"), "pipeline.yaml"), "--quiet", "--out", folder.File("b")]);
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(WithoutTiming(folder.File("a")), WithoutTiming(folder.File("b")));
    }

    [Fact]
    public async Task Run_TheResolvedPipelineWithFiles_RunsFromItsFolder()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("in"));
        File.WriteAllText(folder.File("in/times.csv"), "train,time_s\n" + string.Concat(Enumerable.Range(1, 100).Select(i => $"{i % 5},{i * 25}e-3\n")));
        File.WriteAllText(folder.File("in/wiring.csv"), "source,target,kind,strength\n0,0,exc,4 nS\n3,0,inh,4 nS\n");
        File.Copy(TestFiles.Pipeline("live.yaml"), folder.File("in/live.yaml"));
        Called first = await CallAsync(
        [
            "run", folder.File("in/live.yaml"), "--pace", "max", "--quiet", "--out", folder.File("a"), .. Short,
            "--set", "source.simulate.trains.rate=null", "--set", "source.simulate.trains.file=times.csv", "--set", "source.simulate.wiring=wiring.csv",
        ]);
        Assert.Equal(("", 0), (first.Error, first.ExitCode));
        Directory.Delete(folder.File("in"), recursive: true);
        Assert.Equal(0, (await CallAsync(["run", folder.File("a/pipeline.yaml"), "--quiet", "--out", folder.File("b")])).ExitCode);
        Assert.Equal(WithoutTiming(folder.File("a")), WithoutTiming(folder.File("b")));
    }

    [Theory]
    [InlineData("drop-oldest")]
    [InlineData("drop-newest")]
    public async Task Run_LinkThatDrops_CountsEveryFrameAndBooksBalance(string policy)
    {
        using var folder = new TemporaryFolder();
        Called called = await CallAsync(
        [
            "run", TestFiles.Pipeline("reference.yaml"), "--quiet", "--out", folder.File("a"), "--set", "source.simulate.duration=20 s",
            "--set", $"links={{ when_full: {policy}, capacity: 1 }}",
        ]);
        Assert.Equal(("", 0), (called.Error, called.ExitCode));
        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.File("a"), "results.json")))!;
        JsonNode ledger = results["ledger"]!;
        Assert.Equal(200_000, ledger["frames_used"]!.GetValue<long>() + ledger["frames_dropped"]!["link_full"]!.GetValue<long>());
        Assert.Equal(200_000, ledger["frames_in"]!.GetValue<long>());
    }

    [Fact]
    public async Task Run_OneCellOfTheReference_IsGolden()
    {
        using var folder = new TemporaryFolder();
        await CallAsync(["run", TestFiles.Pipeline("reference.yaml"), "--quiet", "--out", folder.File("a"), "--set", "seed=3", "--set", "source.simulate.synapses.inhibitory.strength=0.4 nS"]);
        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.File("a"), "results.json")))!;
        JsonNode golden = JsonNode.Parse(File.ReadAllText(TestFiles.Golden("golden.json")))!["runs"]!.AsArray()
            .Single(run => run!["ratio"]!.GetValue<double>() == 1 && run["seed"]!.GetValue<int>() == 3)!;
        Assert.Equal(
            golden["first_spk"]!.AsArray().Select(step => step!.GetValue<int>()),
            results["output"]![0]!["first_spikes"]!.AsArray().Select(step => step!.GetValue<int>()));
        Assert.Equal(golden["rate"]!.GetValue<double>(), results["output"]![0]!["rate_hz"]!.GetValue<double>());
        Assert.Equal(golden["AUC_inh"]!.GetValue<double>(), results["evaluation"]!["sta"]!["auc_inh"]!.GetValue<double>());
        foreach ((JsonNode? connection, JsonNode? row) in results["connections"]!.AsArray().Zip(golden["rows"]!.AsArray()))
        {
            Assert.Equal(row![1]!.GetValue<int>(), connection!["sta"]!["exceedances"]!.GetValue<int>());
            Assert.Equal(row[2]!.GetValue<double>(), connection["sta"]!["relative_height"]!.GetValue<double>(), 1e-9);
        }
    }

    [Fact]
    public async Task Run_WithoutSurrogates_HasHeightsButNoP()
    {
        using var folder = new TemporaryFolder();
        Called called = await CallAsync(["run", TestFiles.Pipeline("live.yaml"), "--pace", "max", "--out", folder.File("a"), "--set", "inference.online=none", .. Short]);
        Assert.Equal(0, called.ExitCode);
        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.File("a"), "results.json")))!;
        JsonNode sta = results["connections"]![0]!["sta"]!;
        Assert.True(sta["height"]!.GetValue<double>() > 0);
        Assert.Null(sta["p_reference"]);
        Assert.Null(results["evaluation"]);
        Assert.Equal([1, 5, 100], Files.NpyFile.Read(Path.Combine(folder.File("a"), "sta.npy")).Shape);
    }

    [Fact]
    public async Task Run_FolderWithResults_IsRefusedWithoutForceAndNothingIsOverwritten()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("out");
        string[] run = ["run", TestFiles.Pipeline("live.yaml"), "--pace", "max", "--quiet", "--out", path, .. Short];
        await CallAsync(run);
        string before = File.ReadAllText(Path.Combine(path, "results.json"));
        Called refused = await CallAsync([.. run, "--set", "seed=5"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("found results.json of an earlier run; allowed is a folder without results, or --force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path.Combine(path, "results.json")));
        Assert.Equal(0, (await CallAsync([.. run, "--set", "seed=5", "--force"])).ExitCode);
        Assert.NotEqual(before, File.ReadAllText(Path.Combine(path, "results.json")));
    }

    [Fact]
    public async Task Run_FolderThatCannotBeMade_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");
        Called below = await CallAsync(["run", TestFiles.Pipeline("live.yaml"), "--out", Path.Combine(folder.File("file"), "out")]);
        Assert.Equal(2, below.ExitCode);
        Assert.Contains("cannot be written", below.Error, StringComparison.Ordinal);
        Called itself = await CallAsync(["run", TestFiles.Pipeline("live.yaml"), "--out", folder.File("file")]);
        Assert.Contains("found a file; allowed is a folder", itself.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "no-such.yaml")]
    [InlineData("validate", "no-such.yaml")]
    [InlineData("fly")]
    [InlineData("run", "--set")]
    [InlineData("run", "--pace", "fast")]
    [InlineData("run", "--set", "seed")]
    public async Task BadUsage_IsOneSentenceAndExitTwo(params string[] arguments)
    {
        Called called = await CallAsync(arguments);
        Assert.Equal(2, called.ExitCode);
        Assert.Single(called.Error.Trim().Split('\n'));
        Assert.Equal("", called.Output);
    }

    [Fact]
    public async Task Run_EulerBlowsUp_ExitsOneNamingStageAndTimeAndKeepsWhatWasFound()
        => await BlowUpAsync("all");

    [Fact]
    public async Task Run_EulerBlowsUpInOneTask_ConcludesTheStagesAfterItAllTheSame()
        => await BlowUpAsync("none");

    private static async Task BlowUpAsync(string links)
    {
        using var folder = new TemporaryFolder();
        Called called = await CallAsync(
        [
            "run", TestFiles.Pipeline("live.yaml"), "--pace", "max", "--out", folder.File("out"),
            "--set", "source.simulate.timestep=100 ms", "--set", "source.simulate.imaging={ }", "--set", "source.simulate.duration=1000 s",
            "--set", "inference.online=none", "--set", "inference.sta.window=1 s", "--set", "inference.sta.report_every=10 s", "--set", "batch=1 s", "--set", "source.simulate.trains.rate=1 Hz",
            "--set", "source.simulate.synapses.decay=100 ms", "--set", $"links.between={links}",
        ]);
        Assert.Equal(1, called.ExitCode);
        Assert.Matches(@"Stage 'neurons' failed at sample \d+: the voltage of neuron 0 is not finite at [0-9.]+ s", called.Error);
        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.File("out"), "results.json")))!;
        Assert.Equal("failed", results["ending"]!.GetValue<string>());
        Assert.Equal(30, results["connections"]!.AsArray().Count);
        JsonNode ledger = results["ledger"]!;
        Assert.Equal(
            ledger["spikes_in"]!.GetValue<long>(),
            ledger["spikes_used"]!.GetValue<long>() + ledger["spikes_unused"]!.AsObject().Sum(reason => reason.Value!.GetValue<long>()));
    }

    [Fact]
    public async Task Run_Cancelled_ExitsWith130AndBooksBalance()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        Task<Called> run = CallAsync(["run", TestFiles.Pipeline("live.yaml"), "--out", folder.File("out"), "--set", "inference.online.report_every=10 ms"], cancellation.Token);
        string timeline = Path.Combine(folder.File("out"), "timeline.csv");
        // Frames have come when the timeline has grown past its header.
        while (!run.IsCompleted && !(File.Exists(timeline) && new FileInfo(timeline).Length > 200))
            await Task.Yield();
        await cancellation.CancelAsync();
        Called called = await run;
        Assert.Equal(130, called.ExitCode);
        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.File("out"), "results.json")))!;
        JsonNode ledger = results["ledger"]!;
        Assert.Equal("cancelled", results["ending"]!.GetValue<string>());
        Assert.True(ledger["frames_used"]!.GetValue<long>() > 0);
        Assert.Equal(ledger["frames_in"]!.GetValue<long>(), ledger["frames_used"]!.GetValue<long>() + ledger["frames_in_flight"]!.GetValue<long>());
        Assert.Equal(
            ledger["spikes_in"]!.GetValue<long>(),
            ledger["spikes_used"]!.GetValue<long>() + ledger["spikes_unused"]!.AsObject().Sum(reason => reason.Value!.GetValue<long>()));
    }

    [Fact]
    public async Task Run_Until_StopsAfterThatMuchRecording()
    {
        using var folder = new TemporaryFolder();
        Called called = await CallAsync(["run", TestFiles.Pipeline("live.yaml"), "--pace", "max", "--quiet", "--until", "1.5s", "--out", folder.File("out"), .. Short]);
        Assert.Equal(0, called.ExitCode);
        Assert.Equal(1.5, JsonNode.Parse(File.ReadAllText(Path.Combine(folder.File("out"), "results.json")))!["duration_s"]!.GetValue<double>());
    }

    [Fact]
    public async Task Run_UntilDecided_CompletesAtTheLatestAtTheEnd()
    {
        using var folder = new TemporaryFolder();
        Called called = await CallAsync(["run", TestFiles.Pipeline("live.yaml"), "--pace", "max", "--quiet", "--until", "decided", "--out", folder.File("out"), .. Short]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.File("out"), "results.json")))!;
        Assert.Equal("completed", results["ending"]!.GetValue<string>());
        Assert.InRange(results["duration_s"]!.GetValue<double>(), 0.5, 3);
    }

    [Fact]
    public async Task Run_UntilDecidedWithoutOnlineInference_IsRefused()
    {
        Called called = await CallAsync(["run", TestFiles.Pipeline("reference.yaml"), "--until", "decided"]);
        Assert.Equal(2, called.ExitCode);
        Assert.StartsWith("--until: until is decided, but nothing decides without inference.online; allowed is ", called.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InGermanCulture_WritesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        string[] Run(string name) => ["run", TestFiles.Pipeline("live.yaml"), "--pace", "max", "--out", folder.File(name), .. Short];
        await CallAsync(Run("a"));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture;
            Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
            Called german = await CallAsync(Run("b"));
            Assert.Equal(0, german.ExitCode);
            Assert.Contains("3 s of recording", german.Output, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.DefaultThreadCurrentCulture = null;
        }
        Assert.Equal(WithoutTiming(folder.File("a")), WithoutTiming(folder.File("b")));
        foreach (string name in new[] { "timeline.csv", "connections.csv", "pipeline.yaml" })
            Assert.Equal(File.ReadAllText(Path.Combine(folder.File("a"), name)), File.ReadAllText(Path.Combine(folder.File("b"), name)));
        Assert.Equal(ReportPages.WithoutTiming(folder.File("a")), ReportPages.WithoutTiming(folder.File("b")));
    }

    [Fact]
    public async Task Validate_ThePipelines_PrintsStagesLinksMemoryAndWork()
    {
        Called called = await CallAsync(["validate", TestFiles.Pipeline("reference.yaml"), "--set", "links.between=[sta]", "--no-calibration"]);
        Assert.Equal(0, called.ExitCode);
        Assert.Contains("spikes ─ synapses ─ neurons ─ imaging ═ sta ─ significance", called.Output, StringComparison.Ordinal);
        Assert.Contains("68.7 MiB  spikes of all surrogates", called.Output, StringComparison.Ordinal);
        Assert.Contains("3.64E+10  samples added into averages", called.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OnlineInference_SaysHowItTestsAndWhatItTakes()
    {
        Called called = await CallAsync(["validate", TestFiles.Pipeline("live.yaml"), "--set", "inference.online.score=both", "--no-calibration"]);
        Assert.Equal(0, called.ExitCode);
        Assert.Contains(
            "joint score, e-BH at α = 0.05, pairwise beside it; 99 surrogates (blocks or jitter as each train needs) of blocks of 10 intervals; shapes: 3 × delay, 1 × decay, 1 × rise",
            called.Output, StringComparison.Ordinal);
        Assert.Contains("scores of the newest seconds, for every fit in force", called.Output, StringComparison.Ordinal);
        Assert.Contains("7.2E+6  score values looked up at spikes", called.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("nline inference", (await CallAsync(["validate", TestFiles.Pipeline("reference.yaml"), "--no-calibration"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_AndVersion_SayWhatTheyShould()
    {
        Called help = await CallAsync(["--help"]);
        Assert.Equal(0, help.ExitCode);
        Assert.Contains("Start here:", help.Output, StringComparison.Ordinal);
        Called version = await CallAsync(["--version"]);
        Assert.Matches(@"^\d+\.\d+\.\d+", version.Output);
    }

    private static string WithoutTiming(string folder)
    {
        JsonObject results = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "results.json")))!.AsObject();
        Assert.True(results.Remove("timing"));
        return results.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
