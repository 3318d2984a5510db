using System.Globalization;
using System.Text.Json.Nodes;
using static VoltageToWiring.Tests.Cli.CommandLine;

namespace VoltageToWiring.Tests.Cli;

/// <summary>The verb calibrate as users call it.</summary>
[Collection(nameof(CommandLineTests))]
public class CalibrateCommandLineTests
{
    private static readonly string[] Tiny =
    [
        TestFiles.Pipeline("live.yaml"), "--set", "source.simulate.duration=5 s", "--set", "source.simulate.trains.count=5",
        "--set", "source.simulate.wiring=first",
    ];

    [Fact]
    public async Task Calibrate_Tiny_PrintsFiguresAndWritesFiles()
    {
        using var folder = new TemporaryFolder();
        Called called = await CallAsync(["calibrate", .. Tiny, "--recordings", "3", "--truth", "20 s", "--out", folder.File("a")]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        Assert.StartsWith("live: 3 recordings of 5 s, seeds from 0 and one of 20 s for the true amplitudes", called.Output, StringComparison.Ordinal);
        Assert.Contains("joint score, e-BH at α = 0.05: 3 recordings", called.Output, StringComparison.Ordinal);
        Assert.Contains("Coverage is of the amplitudes in 20 s of recording with seed 3.", called.Output, StringComparison.Ordinal);
        Assert.EndsWith($"Results: {folder.File("a")}\n", called.Output, StringComparison.Ordinal);
        Assert.Equal(["calibration.csv", "calibration.json", "pipeline.yaml"], Directory.GetFiles(folder.File("a")).Select(Path.GetFileName).Order());
        Assert.True(JsonNode.Parse(File.ReadAllText(folder.File("a/calibration.json")))!["timing"]!["wall_s"]!.GetValue<double>() > 0);
    }

    [Fact]
    public async Task Calibrate_ItsPipeline_CalibratesToTheSameRowsInGermanToo()
    {
        using var folder = new TemporaryFolder();
        await CallAsync(["calibrate", .. Tiny, "--recordings", "2", "--truth", "10 s", "--quiet", "--workers", "1", "--out", folder.File("a")]);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture;
            Called again = await CallAsync(
                ["calibrate", folder.File("a/pipeline.yaml"), "--recordings", "2", "--truth", "10 s", "--quiet", "--out", folder.File("b")]);
            Assert.Equal((0, folder.File("b") + "\n"), (again.ExitCode, again.Output));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.DefaultThreadCurrentCulture = null;
        }
        Assert.Equal(File.ReadAllText(folder.File("a/calibration.csv")), File.ReadAllText(folder.File("b/calibration.csv")));
    }

    [Fact]
    public async Task Calibrate_Cancelled_ExitsWith130AndWritesWhatThereIs()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        Task<Called> run = CallAsync(["calibrate", .. Tiny, "--recordings", "5000", "--truth", "none", "--out", folder.File("a")], cancellation.Token);
        while (!run.IsCompleted && !File.Exists(folder.File("a/pipeline.yaml")))
            await Task.Yield();
        await cancellation.CancelAsync();
        Called called = await run;
        Assert.Equal(130, called.ExitCode);
        Assert.Contains("Cancelled; the recordings that came to their end are kept", called.Output, StringComparison.Ordinal);
        Assert.Equal("cancelled", JsonNode.Parse(File.ReadAllText(folder.File("a/calibration.json")))!["ending"]!.GetValue<string>());
    }

    [Fact]
    public async Task Calibrate_RecordingsThatFail_ExitOneNamingTheirSeeds()
    {
        using var folder = new TemporaryFolder();
        Called called = await CallAsync(
        [
            "calibrate", TestFiles.Pipeline("live.yaml"), "--recordings", "2", "--out", folder.File("a"), "--set", "source.simulate.timestep=100 ms",
            "--set", "source.simulate.imaging={ }", "--set", "source.simulate.duration=60 s", "--set", "inference.sta.window=1 s",
            "--set", "inference.online.report_every=10 s", "--set", "batch=1 s", "--set", "source.simulate.trains.rate=1 Hz",
            "--set", "source.simulate.synapses.decay=100 ms",
        ]);
        Assert.Equal(1, called.ExitCode);
        Assert.Matches("^The recording with seed 0 failed: Stage 'neurons' failed .+\nThe recording with seed 1 failed: Stage 'neurons' failed .+\n$", called.Error);
        Assert.Equal(2, JsonNode.Parse(File.ReadAllText(folder.File("a/calibration.json")))!["faults"]!.AsArray().Count);
    }

    [Fact]
    public async Task Calibrate_FolderWithResultsOfARun_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("results.json"), "{}");
        Called called = await CallAsync(["calibrate", .. Tiny, "--recordings", "1", "--out", folder.Path]);
        Assert.Equal(2, called.ExitCode);
        Assert.Contains("found results.json of an earlier run", called.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Option '--recordings' is required.")]
    [InlineData("--recordings: found '0'; allowed is a whole number, 1 to 100000.", "--recordings", "0")]
    [InlineData("--truth: found '3'; allowed is none, or a time such as 10 h", "--recordings", "1", "--truth", "3")]
    [InlineData("--workers: found 'many'; allowed is auto, or a number", "--recordings", "1", "--workers", "many")]
    [InlineData("found no inference.online", "--recordings", "1", "--set", "inference.online=none")]
    public async Task Calibrate_BadUsage_IsOneSentenceAndExitTwo(string sentence, params string[] arguments)
    {
        Called called = await CallAsync(["calibrate", .. Tiny, .. arguments]);
        Assert.Equal((2, ""), (called.ExitCode, called.Output));
        Assert.Contains(sentence, Assert.Single(called.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }
}
