using System.Text.Json.Nodes;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Tests.Host.Sweeps;

public class SweepRunTests
{
    [Fact]
    public async Task RunAsync_AnyNumberOfWorkers_WritesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        await TinySweep.RunAsync(folder.File("a"), TinySweep.Read(TinySweep.Six), workers: 1);
        await TinySweep.RunAsync(folder.File("b"), TinySweep.Read(TinySweep.Six), workers: 4);
        SortedDictionary<string, string> files = TinySweep.Files(folder.File("a"));
        Assert.Equal(files, TinySweep.Files(folder.File("b")));
        Assert.Equal(
            ["connections.parquet", "experiment.yaml", "pipeline.yaml", "runs.csv", "summary.csv", "sweep.json"],
            files.Keys.Where(name => !name.Contains(Path.DirectorySeparatorChar)));
        // What a run writes, and its connections as Parquet.
        Assert.Equal(
            ["connections.csv", "connections.parquet", "excerpt.npy", "pipeline.yaml", "results.json", "sta_surrogates.npy", "sta.npy", "timeline.csv"],
            files.Keys.Where(name => name.StartsWith("cells", StringComparison.Ordinal)).Select(Path.GetFileName).Distinct().Order());
    }

    [Fact]
    public async Task RunAsync_CancelledAndAgain_EndsWithTheBytesOfOneGo()
    {
        using var folder = new TemporaryFolder();
        Experiment experiment = TinySweep.Read(TinySweep.Six);
        await TinySweep.RunAsync(folder.File("a"), experiment);
        using var cancellation = new CancellationTokenSource();
        SweepResult cancelled = await TinySweep.RunAsync(
            folder.File("b"), experiment, workers: 1, run => run.CellEnded += (_, _) => cancellation.Cancel(), cancellation.Token);
        Assert.Equal(("cancelled", 1), (cancelled.Ending, cancelled.Computed));
        SweepResults left = SweepResults.Read(folder.File("b"));
        Assert.Equal("cancelled", left.Ending);
        Assert.Equal(1, left.Cells.Count(cell => cell.Folder is not null));
        Assert.Equal(2, File.ReadAllLines(folder.File("b/runs.csv")).Length);
        Assert.Single(Directory.GetDirectories(folder.File("b/cells")));

        // What a sweep that was killed has finished counts as well, though nobody wrote it down.
        string manifest = folder.File("b/sweep.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"completed\"", "\"left\"", StringComparison.Ordinal));
        SweepResults killed = SweepResults.Read(folder.File("b"));
        Assert.Equal((1, 5), (killed.Cells.Count(cell => cell.Folder is not null), killed.Left));

        SweepResult completed = await TinySweep.RunAsync(folder.File("b"), experiment);
        Assert.Equal(("completed", 1, 5), (completed.Ending, completed.Found, completed.Computed));
        Assert.Equal(TinySweep.Files(folder.File("a")), TinySweep.Files(folder.File("b")));
        Assert.Equal((6, 0), await AgainAsync(folder.File("b"), experiment));
    }

    [Fact]
    public async Task RunAsync_CellThatFails_IsReportedAndTriedAgainAndTheOthersCount()
    {
        using var folder = new TemporaryFolder();
        Experiment experiment = TinySweep.Read(TinySweep.OneFails);
        SweepResult result = await TinySweep.RunAsync(folder.Path, experiment);
        Assert.Equal(("failed", 3), (result.Ending, result.Computed));
        SweptCell failed = Assert.Single(SweepResults.Read(folder.Path).Cells, cell => cell.Fault is not null);
        Assert.Equal(["6"], failed.Values);
        Assert.Null(failed.Folder);
        Assert.StartsWith("Stage 'neurons' failed at sample", failed.Fault, StringComparison.Ordinal);
        Assert.Equal(["seed", "4", "5", "7"], File.ReadLines(folder.File("runs.csv")).Select(line => line.Split(',')[0]));
        string[] lines = File.ReadAllLines(folder.File("failed.csv"));
        Assert.Equal("cell,seed,fault", lines[0]);
        Assert.StartsWith("3,6,", Assert.Single(lines[1..]), StringComparison.Ordinal);
        Assert.Equal((3, 0), await AgainAsync(folder.Path, experiment));
        Assert.True(File.Exists(folder.File("failed.csv")));
    }

    [Fact]
    public async Task RunAsync_CellsThatAreTheSame_AreRunOnce()
    {
        using var folder = new TemporaryFolder();
        // Two ways to write one value.
        Experiment experiment = TinySweep.Read(TinySweep.Six.Replace("inference.online.score: [pairwise, both]", "source.simulate.trains.process: [poisson, \"poisson\"]", StringComparison.Ordinal));
        Assert.Equal(6, experiment.Cells.Count);
        SweepResult result = await TinySweep.RunAsync(folder.Path, experiment);
        Assert.Equal(("completed", 3), (result.Ending, result.Computed));
        Assert.Equal(7, File.ReadAllLines(folder.File("runs.csv")).Length);
    }

    [Fact]
    public async Task RunAsync_OfACell_IsWhatARunGives()
    {
        using var folder = new TemporaryFolder();
        Experiment experiment = TinySweep.Read(TinySweep.Six, "inference.online.score=both", "seed=4");
        await TinySweep.RunAsync(folder.Path, experiment);
        ResolvedPipeline pipeline = experiment.PipelineOf(experiment.Cells[0]).Resolved;
        using var run = new RecordingRun(pipeline with { Source = pipeline.Simulated with { BatchSteps = 77 } }, TimeProvider.System);
        RunResult alone = await run.RunAsync(TestContext.Current.CancellationToken);
        ResultsJson expected = ResultsJson.From(alone, RunEvaluation.Of(alone), Environs.Version, Environs.Machine) with { Timing = null };
        string cell = Assert.Single(Directory.GetDirectories(folder.File("cells")));
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(expected, ResultsJson.Format) + "\n", File.ReadAllText(Path.Combine(cell, "results.json")));
        Assert.Null(JsonNode.Parse(File.ReadAllText(Path.Combine(cell, "results.json")))!["timing"]);
        Assert.True(JsonNode.Parse(File.ReadAllText(Path.Combine(cell, "timing.json")))!["wall_s"]!.GetValue<double>() > 0);
    }

    [Fact]
    public async Task RunAsync_KeepNothing_LeavesTheResultsAlone()
    {
        using var folder = new TemporaryFolder();
        await TinySweep.RunAsync(folder.Path, TinySweep.Read(TinySweep.Six + "\nkeep: []", "seed=4", "inference.online.score=joint"));
        Assert.Equal(
            ["connections.csv", "connections.parquet", "excerpt.npy", "pipeline.yaml", "results.json", "timing.json"],
            Directory.GetFiles(Assert.Single(Directory.GetDirectories(folder.File("cells")))).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Progress_GoesFromNothingToAll()
    {
        using var folder = new TemporaryFolder();
        var seen = new List<SweepProgress>();
        await TinySweep.RunAsync(folder.Path, TinySweep.Read(TinySweep.Six), workers: 2, run =>
        {
            seen.Add(run.Progress());
            run.CellEnded += (_, _) => seen.Add(run.Progress());
        });
        Assert.Equal(new SweepProgress(0, 6, 0, 0, 0, null), seen[0]);
        Assert.Equal(Enumerable.Range(0, 7), seen.Select(progress => progress.Computed));
        Assert.All(seen.Zip(seen.Skip(1)), pair => Assert.True(pair.First.Fraction <= pair.Second.Fraction));
        Assert.Equal((1.0, TimeSpan.Zero), (Math.Round(seen[^1].Fraction, 12), new TimeSpan(0, 0, (int)seen[^1].Left!.Value.TotalSeconds)));
    }

    private static async Task<(int Found, int Computed)> AgainAsync(string path, Experiment experiment)
    {
        SweepResult again = await TinySweep.RunAsync(path, experiment);
        return (again.Found, again.Computed);
    }
}
