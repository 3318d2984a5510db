using System.Diagnostics;
using System.Globalization;
using VoltageToWiring.Tests.Host.Sweeps;
using static VoltageToWiring.Tests.Cli.CommandLine;

namespace VoltageToWiring.Tests.Cli;

/// <summary>The verb sweep as users call it.</summary>
[Collection(nameof(CommandLineTests))]
public class SweepCommandLineTests
{
    [Fact]
    public async Task Sweep_Tiny_PrintsTheSummaryAndWritesTables()
    {
        using var folder = new TemporaryFolder();
        Called called = await CallAsync(["sweep", Write(folder, TinySweep.Six + "\nsummary: { of: [output.spikes, evaluation.online.joint.fpr] }"), "--out", folder.File("a")]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        string[] lines = called.Output.TrimEnd().Split('\n');
        Assert.Matches($"^tiny: 6 cells, [0-9]+ at once( on [0-9]+ threads each)?\\. Results: {folder.File("a")}$", lines[0]);
        Assert.Matches(@"^Done: 6 of 6 cells in [0-9.]+ s\.$", lines[^8]);
        Assert.Equal("Means ± standard errors", lines[^7]);
        Assert.Matches(@"^  online\.score  n  output\.spikes +online\.joint\.fpr$", lines[^6]);
        Assert.Matches(@"^  pairwise      3  [0-9.]+ ± [0-9.]+ +–$", lines[^5]);
        Assert.Matches(@"^  both          3  [0-9.]+ ± [0-9.]+ +[0-9.]+ ± [0-9.]+$", lines[^4]);
        Assert.Equal("Drawing the report; all results are written.", lines[^3]);
        Assert.Equal($"Report: {folder.File("a/report.html")}", lines[^2]);
        Assert.Equal($"Results: {folder.File("a")}", lines[^1]);

        Called again = await CallAsync(["sweep", folder.File("tiny.yaml"), "--out", folder.File("a")]);
        Assert.StartsWith($"tiny: 6 cells, all finished before. Results: {folder.File("a")}\nDone: 0 of 6 cells in ", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_ItsExperiment_SweepsToTheSameTablesInGermanToo()
    {
        using var folder = new TemporaryFolder();
        await CallAsync(["sweep", Write(folder, TinySweep.Six), "--quiet", "--workers", "1", "--out", folder.File("a"), "--set", "seed=3..4"]);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture;
            Called again = await CallAsync(["sweep", folder.File("a/experiment.yaml"), "--quiet", "--out", folder.File("b")]);
            Assert.Equal((0, folder.File("b") + "\n", ""), (again.ExitCode, again.Output, again.Error));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.DefaultThreadCurrentCulture = null;
        }
        Assert.Equal(TinySweep.Files(folder.File("a")), TinySweep.Files(folder.File("b")));
    }

    [Fact]
    public async Task Sweep_CellThatFails_ExitsOneNamingIt()
    {
        using var folder = new TemporaryFolder();
        Called called = await CallAsync(["sweep", Write(folder, TinySweep.OneFails), "--out", folder.File("a")]);
        Assert.Equal(1, called.ExitCode);
        Assert.Matches("^Cell 3 \\(seed 6\\) failed: Stage 'neurons' failed at sample .+\n$", called.Error);
        Assert.Contains("Done, but for what failed: 3 of 4 cells", called.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_Cancelled_ExitsWith130AndSaysHowToGoOn()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        Task<Called> sweep = CallAsync(["sweep", Write(folder, TinySweep.Six), "--set", "seed=0..4999", "--out", folder.File("a")], cancellation.Token);
        while (!sweep.IsCompleted && CountCells(folder.File("a")) == 0)
            await Task.Yield();
        await cancellation.CancelAsync();
        Called called = await sweep;
        Assert.Equal(130, called.ExitCode);
        Assert.Contains("Cancelled; finished cells are kept, and the same command goes on from here: ", called.Output, StringComparison.Ordinal);
        Assert.Equal(CountCells(folder.File("a")), File.ReadLines(folder.File("a/runs.csv")).Count() - 1);
    }

    [Fact]
    public async Task Sweep_KilledAndAgain_EndsWithTheBytesOfOneGo()
    {
        using var folder = new TemporaryFolder();
        string experiment = Write(folder, TinySweep.Six);
        string[] sweep = ["sweep", experiment, "--set", "seed=0..19", "--quiet", "--out"];
        using (Process killed = Start([.. sweep, folder.File("a")]))
        {
            while (!killed.HasExited && CountCells(folder.File("a")) == 0)
                await Task.Yield();
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        int finished = CountCells(folder.File("a"));
        Assert.InRange(finished, 1, 39);
        Assert.False(File.Exists(folder.File("a/runs.csv")));

        Called again = await CallAsync([.. sweep.Where(argument => argument != "--quiet"), folder.File("a")]);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains($"Done: {40 - finished} of 40 cells in ", again.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await CallAsync([.. sweep, folder.File("b")])).ExitCode);
        Assert.Equal(TinySweep.Files(folder.File("b")), TinySweep.Files(folder.File("a")));
    }

    [Fact]
    public async Task Sweep_DryRun_ListsCellsAndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        string experiment = Write(folder, TinySweep.Six);
        await CallAsync(["sweep", experiment, "--quiet", "--set", "seed=3", "--out", folder.File("a")]);
        Called called = await CallAsync(["sweep", experiment, "--dry-run", "--out", folder.File("a")]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        Assert.StartsWith($"tiny: 6 cells of {folder.File("live.yaml")}\n\n  inference.online.score: pairwise, both\n  seed: 3, 4, 5\n", called.Output, StringComparison.Ordinal);
        Assert.Contains("\n     1  finished  online.score pairwise, seed 3\n     2  to do     online.score pairwise, seed 4\n", called.Output, StringComparison.Ordinal);
        await CallAsync(["sweep", experiment, "--dry-run", "--out", folder.File("b")]);
        Assert.False(Directory.Exists(folder.File("b")));
    }

    [Fact]
    public async Task Sweep_FolderWithResultsOfARun_IsRefusedAndViceVersa()
    {
        using var folder = new TemporaryFolder();
        string experiment = Write(folder, TinySweep.Six);
        string[] run = ["run", folder.File("live.yaml"), "--pace", "max", "--quiet", "--until", "1 s", "--out"];
        await CallAsync([.. run, folder.File("a")]);
        Called refused = await CallAsync(["sweep", experiment, "--out", folder.File("a")]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("found results.json of an earlier run", refused.Error, StringComparison.Ordinal);
        await CallAsync(["sweep", experiment, "--set", "seed=3", "--set", "inference.online.score=joint", "--out", folder.File("b")]);
        Assert.Equal(2, (await CallAsync([.. run, folder.File("b")])).ExitCode);
    }

    [Theory]
    [InlineData("The experiment file no.yaml does not exist; allowed is", "no.yaml")]
    [InlineData("--workers: found '0'; allowed is auto, or a number", "tiny.yaml", "--workers", "0")]
    [InlineData("--set pace: pace is not for an experiment to set", "tiny.yaml", "--set", "pace=max")]
    [InlineData("Cell 1 of 6 (online.score pairwise, seed 3): --set source.simulate.targets: source.simulate.targets is 'x'; allowed is a whole number", "tiny.yaml", "--set", "source.simulate.targets=x")]
    [InlineData("live.yaml: found a pipeline, which v2w run runs", "live.yaml")]
    public async Task Sweep_BadUsage_IsOneSentenceAndExitTwo(string sentence, string experiment, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        Write(folder, TinySweep.Six);
        string path = experiment == "no.yaml" ? experiment : folder.File(experiment);
        Called called = await CallAsync(["sweep", path, "--out", folder.File("a"), .. arguments]);
        Assert.Equal((2, ""), (called.ExitCode, called.Output));
        Assert.Contains(sentence, Assert.Single(called.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("a")));
    }

    [Fact]
    public async Task Validate_Experiment_SaysWhatItTakes()
    {
        Called called = await CallAsync(["validate", TestFiles.Pipeline("notebook.yaml")]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        Assert.Contains("notebook: 140 cells of ", called.Output, StringComparison.Ordinal);
        Assert.Contains("  seed: 0, 1, 2, … 17, 18, 19 (20 values)", called.Output, StringComparison.Ordinal);
        Assert.Contains("84000  s of recording", called.Output, StringComparison.Ordinal);
    }

    private static string Write(TemporaryFolder folder, string experiment)
    {
        File.Copy(TestFiles.Pipeline("live.yaml"), folder.File("live.yaml"), overwrite: true);
        File.WriteAllText(folder.File("tiny.yaml"), experiment);
        return folder.File("tiny.yaml");
    }

    private static int CountCells(string path)
        => Directory.Exists(Path.Combine(path, "cells"))
            ? Directory.GetDirectories(Path.Combine(path, "cells")).Count(cell => !cell.EndsWith(".partial", StringComparison.Ordinal))
            : 0;

    // The command as a process of its own, of the same build as what is called in this one.
    private static Process Start(string[] arguments)
        => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "v2w.dll"), .. arguments]) { RedirectStandardOutput = true })!;
}
