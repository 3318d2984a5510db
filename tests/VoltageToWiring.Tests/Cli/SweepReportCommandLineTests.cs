using System.Xml.Linq;
using VoltageToWiring.Files;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Tests.Host.Reports;
using VoltageToWiring.Tests.Host.Sweeps;
using static VoltageToWiring.Tests.Cli.CommandLine;

namespace VoltageToWiring.Tests.Cli;

/// <summary>The report of a sweep, as it is written and written again.</summary>
[Collection(nameof(CommandLineTests))]
public class SweepReportCommandLineTests
{
    private const string EveryFigure = TinySweep.Six + """

        figures:
          - statistic-against: { x: inference.online.score, y: [evaluation.sta.tpr_exc, evaluation.sta.tpr_inh, evaluation.sta.fpr] }
          - statistic-against: { x: seed, y: [output.spikes], lines: inference.online.score, dots: none, title: Spikes }
          - statistic-against: { x: seed, y: [evaluation.online.pairwise.median_decided_s.exc], panels: inference.online.score }
          - heat-map: { x: seed, y: inference.online.score, value: output.spikes }
          - detection-against-time: { kind: exc, by: [one-look, watched-p, pairwise], panels: inference.online.score, level: 0.05 }
          - detectable-strength: { lines: inference.online.score, score: pairwise }
          - voltage: { runs: [{ seed: 4 }, { seed: 5 }], from: 500 ms, for: 1 s }
          - averages: { runs: [{ seed: 4 }] }
          - roc
          - flagged-by-chance
          - connections-table: { run: { seed: 5, inference.online.score: both } }
        """;

    private static readonly string[] All =
    [
        "statistic-against-1", "statistic-against-2", "heat-map-4", "detection-against-time-5", "detectable-strength-6", "voltage-7", "averages-8",
        "roc-9", "flagged-by-chance-10",
    ];

    [Fact]
    public async Task Sweep_Report_HasEveryFigureThatTheExperimentAsksFor()
    {
        using var folder = new TemporaryFolder();
        Called called = await SweepAsync(folder, EveryFigure, "a");
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        Assert.Contains($"Drawing the report; all results are written.\nReport: {folder.File("a/report.html")}\n", called.Output, StringComparison.Ordinal);
        XElement report = ReportPages.Read(folder.File("a"));
        Assert.Equal(All, ReportPages.Figures(report));
        // Nothing is found in two seconds.
        Assert.Equal(
            "Median time to detection against seed is left out. No finished cell has a figure in evaluation.online.pairwise.median_decided_s.exc.",
            report.Descendants("p").Single(p => p.Attribute("class")?.Value == "left-out").Value);
        Assert.Contains(report.Descendants("strong"), heading => heading.Value == "Spikes.");
        Assert.Equal(["summary", "books", "figures", "statistics", "again", "timing"], report.Descendants("section").Select(section => section.Attribute("id")!.Value));
        XElement table = report.Descendants("div").Single(div => div.Attribute("class")?.Value == "tabular").Descendants("tbody").Single();
        Assert.Equal(["0 → 0", "1 → 0", "2 → 0", "3 → 0", "4 → 0"], table.Elements("tr").Select(row => row.Elements().First().Value));
        Assert.DoesNotContain(report.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe" or "image");
        string[] ids = [.. report.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(), ids);
        // What reproduces it.
        string again = report.Descendants("section").Single(section => section.Attribute("id")!.Value == "again").Value;
        Assert.Contains("Seeds: 3, 4, 5.", again, StringComparison.Ordinal);
        Assert.Contains(BuildIdentity.Current, again, StringComparison.Ordinal);
        Assert.Contains("ScottPlot 5.", again, StringComparison.Ordinal);
        Assert.Contains("spike_snr: ", again, StringComparison.Ordinal);
        Assert.Contains(Environs.Machine, report.Descendants("section").Single(section => section.Attribute("id")!.Value == "timing").Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfASweep_IsTheOneThatTheSweepWrote()
    {
        using var folder = new TemporaryFolder();
        await SweepAsync(folder, EveryFigure, "a");
        SortedDictionary<string, string> before = TinySweep.Files(folder.File("a"));
        foreach ((string format, byte[] start) in new[] { ("png", "\u0089PNG"u8.ToArray()[1..]), ("pdf", "%PDF"u8.ToArray()), ("svg", "<"u8.ToArray()) })
        {
            Called called = await CallAsync(["report", folder.File("a"), "--out", folder.File(format), "--figures", format, "--theme", "dark"]);
            Assert.Equal((0, ""), (called.ExitCode, called.Error));
            Assert.Equal(File.ReadAllText(folder.File("a/report.html")), File.ReadAllText(folder.File($"{format}/report.html")));
            string[] files = Directory.GetFiles(folder.File($"{format}/figures"));
            Assert.Equal(
                ReportPages.Figures(ReportPages.Read(folder.File("a"))).Order(StringComparer.Ordinal),
                files.Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
            Assert.All(files, file => Assert.True(File.ReadAllBytes(file).AsSpan(0, 8).IndexOf(start) >= 0, file));
        }
        Assert.Equal(before, TinySweep.Files(folder.File("a")));
    }

    [Fact]
    public async Task Report_WhatTheCellsDoNotHave_IsLeftOutWithAReason()
    {
        using var folder = new TemporaryFolder();
        await SweepAsync(folder, EveryFigure + """

              - connections-table: { run: { seed: 5 } }
              - detection-against-time: { kind: inh, by: [joint] }
              - voltage: { from: 1500 ms, for: 1 s }
            """, "a", "--set", "seed=3..4");
        foreach (string file in Directory.GetFiles(folder.File("a/cells"), "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is "timeline.csv" or "sta.npy"))
            File.Delete(file);
        Called called = await CallAsync(["report", folder.File("a")]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        string[] leftOut = [.. ReportPages.Read(folder.File("a")).Descendants("p").Where(p => p.Attribute("class")?.Value == "left-out").Select(p => p.Value)];
        Assert.Contains("Excitatory connections found, against time is left out. The timelines of the cells were not kept; in the experiment, keep: [timeline] does.", leftOut);
        Assert.Contains(leftOut, text => text.StartsWith("Spike-triggered averages of one excitatory and one inhibitory connection is left out. There are no averages of the run with", StringComparison.Ordinal));
        Assert.Contains("Connections of one run is left out. There is no finished cell with seed 5.", leftOut);
        Assert.Contains("Inhibitory connections found, against time is left out. The score joint did not run in every cell (inference.online.score).", leftOut);
        Assert.Contains("1 s of voltage is left out. The recording of 2 s ends before 1500 ms and 1 s are over.", leftOut);
    }

    [Fact]
    public async Task Sweep_WithoutFiguresOrReport_DrawsWhatItSummarizesOrNothing()
    {
        using var folder = new TemporaryFolder();
        await SweepAsync(folder, TinySweep.Six + "\nsummary: { of: [output.spikes, evaluation.sta.fpr] }", "a", "--figures", "pdf");
        Assert.Equal(["statistic-against-1", "statistic-against-2"], ReportPages.Figures(ReportPages.Read(folder.File("a"))));
        Assert.Equal(2, Directory.GetFiles(folder.File("a/figures"), "*.pdf").Length);
        await SweepAsync(folder, TinySweep.Six, "b", "--no-report", "--set", "seed=3");
        Assert.False(File.Exists(folder.File("b/report.html")));
    }

    [Fact]
    public async Task Sweep_ThatFailedOrFoundNothing_IsReportedToo()
    {
        using var folder = new TemporaryFolder();
        Called called = await SweepAsync(folder, TinySweep.OneFails, "a");
        Assert.Equal(1, called.ExitCode);
        Assert.Contains("3 of 4 cells are finished, 1 failed (failed.csv says why).", ReportPages.Read(folder.File("a")).Value, StringComparison.Ordinal);
        foreach (string cell in Directory.GetDirectories(folder.File("a/cells")))
            Directory.Delete(cell, recursive: true);
        string manifest = folder.File("a/sweep.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"completed\"", "\"left\"", StringComparison.Ordinal));
        Assert.Equal(0, (await CallAsync(["report", folder.File("a")])).ExitCode);
        string page = ReportPages.Read(folder.File("a")).Value;
        Assert.Contains("This report is partial: 3 of 4 cells have not been run.", page, StringComparison.Ordinal);
        Assert.Contains("0 of 4 cells are finished", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_Cancelled_LeavesTheResultsAsTheyWere()
    {
        using var folder = new TemporaryFolder();
        await SweepAsync(folder, TinySweep.Six, "a", "--set", "seed=3");
        SortedDictionary<string, string> before = TinySweep.Files(folder.File("a"));
        Called called = await CallAsync(["report", folder.File("a"), "--out", folder.File("b")], new CancellationToken(canceled: true));
        Assert.Equal((130, "Cancelled; the results are as they were.\n"), (called.ExitCode, called.Error));
        Assert.Equal(before, TinySweep.Files(folder.File("a")));
        Assert.False(File.Exists(folder.File("b/report.html")));
    }

    [Fact]
    public async Task SimulatedTrace_WithNoise_IsWhatTheCellRecorded()
    {
        using var folder = new TemporaryFolder();
        Experiment experiment = TinySweep.Read(TinySweep.Six);
        await TinySweep.RunAsync(folder.Path, experiment);
        string cell = folder.File(VoltageToWiring.Host.Sweeps.SweepFolder.NameOf(experiment.Cells[0]));
        using var excerpt = new NpyRows(Path.Combine(cell, ExcerptJson.FileName));
        double[] recorded = excerpt.Read(0);
        var pipeline = experiment.PipelineOf(experiment.Cells[0]).Resolved;
        Assert.Equal(recorded, await SimulatedTrace.OfAsync(pipeline, 0, 2, noise: true));
        double[] membrane = await SimulatedTrace.OfAsync(pipeline, 0.5, 1, noise: false);
        double[] noise = [.. membrane.Zip(recorded[500..1500], (clean, noisy) => noisy - clean)];
        double spikeHeight = pipeline.Simulation.Neuron.PeakVoltage - pipeline.Simulation.Neuron.RestingVoltage;
        Assert.Equal(spikeHeight / pipeline.Simulation.Camera.SpikeSnr, Math.Sqrt(noise.Average(value => value * value)), 0.1 * spikeHeight / pipeline.Simulation.Camera.SpikeSnr);
    }

    private static Task<Called> SweepAsync(TemporaryFolder folder, string experiment, string to, params string[] arguments)
    {
        File.Copy(TestFiles.Pipeline("live.yaml"), folder.File("live.yaml"), overwrite: true);
        File.WriteAllText(folder.File("tiny.yaml"), experiment);
        return CallAsync(["sweep", folder.File("tiny.yaml"), "--out", folder.File(to), .. arguments]);
    }
}
