using System.Diagnostics;
using System.Text.Json;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Rehearsals;
using VoltageToWiring.Host.Running;
using static VoltageToWiring.Tests.Cli.CommandLine;

namespace VoltageToWiring.Tests.Cli;

/// <summary>What validate predicts, beside what a run measures.</summary>
[Collection(nameof(CommandLineTests))]
public class PredictionTests
{
    private const double Tolerance = 0.2;

    [Theory]
    [InlineData("live.yaml", "source.simulate.duration=2 s")]
    [InlineData("live.yaml", "source.simulate.duration=20 s", "source.simulate.targets=20")]
    [InlineData("population.yaml", "source.simulate.duration=20 s", "source.simulate.targets=60", "source.simulate.trains.count=60")]
    [InlineData("calibration.yaml", "source.simulate.duration=10 s", "source.simulate.trains.count=4000", "source.simulate.trains.rate=4 Hz", "inference.online.score=pairwise")]
    [InlineData("calibration.yaml", "source.simulate.duration=10 s", "source.simulate.trains.count=4000", "source.simulate.trains.rate=4 Hz", "inference.online.score=joint")]
    public void PeakMemory_IsPredictedWithinTwentyPercent(string pipeline, params string[] settings)
    {
        using var folder = new TemporaryFolder();
        string[] assignments = [.. settings, "pace=max"];
        double predicted = ResourceEstimate.Of(
            LoadedPipeline.FromFile(TestFiles.Pipeline(pipeline), assignments.Select(text => new PipelineSetting(text)).ToArray())).PeakBytes;
        string[] sets = [.. assignments.SelectMany(text => (string[])["--set", text])];
        // A process of its own: this one has had other tests.
        using (Process run = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "v2w.dll"), "run", TestFiles.Pipeline(pipeline), .. sets, "--quiet", "--out", folder.Path])
        { RedirectStandardOutput = true })!)
        {
            run.StandardOutput.ReadToEnd();
            run.WaitForExit();
            Assert.Equal(0, run.ExitCode);
        }
        using var results = JsonDocument.Parse(File.ReadAllText(folder.File("results.json")));
        double measured = results.RootElement.GetProperty("timing").GetProperty("peak_resident_bytes").GetDouble();
        Assert.InRange(predicted / measured, 1 - Tolerance, 1 + Tolerance);
    }

    [Fact]
    public void PeakMemory_OfThePairwiseScore_GrowsWithTheTrainsAndThatOfTheJointScoreWithTheirSquare()
    {
        Assert.InRange(Growth("pairwise"), 0.9, 2.1);
        Assert.InRange(Growth("joint"), 3.5, 4.1);

        static double Growth(string score) => BytesOf(score, 20_000) / BytesOf(score, 10_000);

        static double BytesOf(string score, int trains) => ResourceEstimate.Of(LoadedPipeline.FromFile(TestFiles.Pipeline("calibration.yaml"),
        [
            new PipelineSetting("source.simulate.duration=10 s"), new PipelineSetting($"source.simulate.trains.count={trains}"),
            new PipelineSetting("source.simulate.trains.rate=4 Hz"), new PipelineSetting($"inference.online.score={score}"),
        ]).Resolved).TotalBytes;
    }

    [Fact]
    public async Task Validate_RehearsesUnlessToldOtherwise()
    {
        string[] arguments = ["validate", TestFiles.Pipeline("live.yaml"), "--set", "source.simulate.duration=3 s"];
        Called rehearsed = await CallAsync(arguments);
        Assert.Equal(0, rehearsed.ExitCode);
        Assert.Contains("times real time: 3 s of recording", rehearsed.Output, StringComparison.Ordinal);
        Assert.Contains("The pace that is set, realtime,", rehearsed.Output, StringComparison.Ordinal);
        Called told = await CallAsync([.. arguments, "--no-calibration"]);
        Assert.DoesNotContain("times real time", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rehearse_MoreTargetsThanATile_ScalesEveryPart()
    {
        SpeedForecast small = await SpeedForecast.RehearseAsync(Population(40), TimeProvider.System, TestContext.Current.CancellationToken);
        SpeedForecast large = await SpeedForecast.RehearseAsync(Population(4000), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(10, small.RecordedSeconds, 6);
        Assert.All(small.Parts, part => Assert.True(part.Seconds > 0, $"{part.Part} takes no time"));
        Assert.True(large.WallSeconds > small.WallSeconds);
    }

    [Fact]
    public async Task Rehearse_TooManyTrains_SaysSo()
    {
        PipelineException problem = await Assert.ThrowsAsync<PipelineException>(
            () => SpeedForecast.RehearseAsync(Population(1, 3001), TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Contains("Found 3001 trains; rehearsed are up to 3000", problem.Message, StringComparison.Ordinal);
    }

    private static ResolvedPipeline Population(int targets, int trains = 20)
        => LoadedPipeline.FromFile(TestFiles.Pipeline("population.yaml"),
        [
            new PipelineSetting($"source.simulate.targets={targets}"), new PipelineSetting($"source.simulate.trains.count={trains}"),
            new PipelineSetting("source.simulate.duration=10 s"),
        ]).Resolved;
}
