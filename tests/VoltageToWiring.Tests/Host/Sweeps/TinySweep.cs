using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sweeps;
using VoltageToWiring.Tests.Host.Reports;

namespace VoltageToWiring.Tests.Host.Sweeps;

/// <summary>Sweeps of a second or two.</summary>
internal static class TinySweep
{
    /// <summary>Six cells of five trains and two seconds, with the one-look test and both online scores in half of them.</summary>
    public const string Six = """
        name: tiny
        pipeline: live.yaml
        set: { source.simulate.duration: 2 s, source.simulate.trains.count: 5, inference.online.report_every: 1 s, inference.sta.scheme: whole-train, inference.sta.surrogates: 20 }
        grid: { inference.online.score: [pairwise, both], seed: 3..5 }
        """;

    /// <summary>Four cells, of which one fails: Euler's method with this timestep goes astray after half a minute, with one seed a little sooner.</summary>
    public const string OneFails = """
        name: tiny
        pipeline: live.yaml
        set:
          source.simulate.timestep: 100 ms
          source.simulate.imaging: {}
          source.simulate.duration: 31.5 s
          source.simulate.trains: { count: 5, rate: 1 Hz }
          source.simulate.synapses.decay: 100 ms
          source.simulate.wiring: first
          inference.sta.window: 1 s
          inference.online: { score: both, report_every: 10 s }
          batch: 1 s
        grid: { seed: 4..7 }
        """;

    public static Experiment Read(string text, params string[] settings) => Experiment.FromText(
        text, "tiny.yaml", settings.Select(setting => new PipelineSetting(setting)), Path.GetDirectoryName(TestFiles.Pipeline("live.yaml"))!,
        BuildIdentity.Current);

    /// <summary>Runs a sweep as the command does.</summary>
    public static async Task<SweepResult> RunAsync(string path, Experiment experiment, int workers = 2, Action<SweepRun>? watch = null, CancellationToken? cancellation = null)
    {
        using SweepFolder folder = SweepFolder.Open(path, experiment, force: false);
        SweepFiles.Begin(folder, experiment);
        var run = new SweepRun(experiment, folder, workers, TimeProvider.System);
        watch?.Invoke(run);
        SweepResult result = await run.RunAsync(cancellation ?? TestContext.Current.CancellationToken);
        await SweepFiles.WriteAsync(folder, result);
        return result;
    }

    /// <summary>Every file of a sweep that must not depend on anything but the experiment, by its name in the folder.</summary>
    public static SortedDictionary<string, string> Files(string path)
        => new(Directory.GetFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not ("timing.json" or "timing.csv" or "log.txt"))
            .ToDictionary(file => Path.GetRelativePath(path, file), Content), StringComparer.Ordinal);

    private static string Content(string file)
        => Path.GetFileName(file) == "report.html" ? ReportPages.WithoutTiming(Path.GetDirectoryName(file)!) : Convert.ToHexString(File.ReadAllBytes(file));
}
