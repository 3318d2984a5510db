using System.Text.Json.Nodes;
using System.Xml.Linq;
using VoltageToWiring.Files;
using VoltageToWiring.Tests.Host.Reports;
using static VoltageToWiring.Tests.Cli.CommandLine;

namespace VoltageToWiring.Tests.Cli;

/// <summary>The report that a run writes, and that the verb <c>report</c> writes again.</summary>
[Collection(nameof(CommandLineTests))]
public class ReportCommandLineTests
{
    private static readonly string[] Short =
    [
        "--set", "source.simulate.duration=5 s", "--set", "source.simulate.trains.count=5", "--set", "inference.sta.scheme=blocks",
        "--set", "inference.sta.surrogates=20", "--set", "source.simulate.synapses.excitatory.strength=4 nS",
    ];

    private static readonly string[] All = ["trace", "averages", "evidence", "amplitudes", "matrix", "roc", "detection", "stages", "links"];

    [Fact]
    public async Task Run_Report_IsAPageThatNeedsNothingButItself()
    {
        using var folder = new TemporaryFolder();
        Called called = await RunAsync(folder.File("a"));
        Assert.Contains($"Report: {folder.File("a/report.html")}", called.Output, StringComparison.Ordinal);
        XElement report = ReportPages.Read(folder.File("a"));
        Assert.Equal(All, ReportPages.Figures(report));
        Assert.Equal("en", report.Attribute("lang")!.Value);
        Assert.DoesNotContain(report.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe" or "object" or "image");
        Assert.DoesNotContain("url(", report.Element("head")!.Element("style")!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", report.Element("head")!.Element("style")!.Value, StringComparison.Ordinal);
        foreach (XAttribute link in report.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src"))
            Assert.True(File.Exists(Path.Combine(folder.File("a"), link.Value)), link.Value);
        // An element that closes itself is no element of HTML, and what follows would be inside it.
        Assert.DoesNotMatch(@"<(section|div|p|td|th|figure|figcaption|ul|li|table|style|title|code|pre|a)(\s[^<>]*)?/>", File.ReadAllText(folder.File("a/report.html")));
    }

    [Fact]
    public async Task Run_Report_CanBeReadWithoutSeeingIt()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(folder.File("a"));
        XElement report = ReportPages.Read(folder.File("a"));
        Assert.All(report.Descendants("figure"), figure =>
        {
            XElement drawing = figure.Elements().First();
            Assert.Equal("img", drawing.Attribute("role")!.Value);
            Assert.EndsWith(".", drawing.Attribute("aria-label")!.Value, StringComparison.Ordinal);
            Assert.True(figure.Element("figcaption")!.Value.Length > 20);
        });
        Assert.All(report.Descendants("table"), table =>
        {
            Assert.NotNull(table.Element("caption"));
            Assert.All(table.Element("thead")!.Descendants("th"), header => Assert.Equal("col", header.Attribute("scope")!.Value));
            Assert.All(table.Element("tbody")!.Elements("tr"), row => Assert.Equal("row", row.Elements().First().Attribute("scope")!.Value));
            int columns = table.Element("thead")!.Descendants("th").Count();
            Assert.All(table.Element("tbody")!.Elements("tr"), row => Assert.Equal(columns, row.Elements().Count()));
        });
        string[] ids = [.. report.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public async Task Run_Report_SaysWhatTheResultsSay()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(folder.File("a"));
        JsonNode results = JsonNode.Parse(File.ReadAllText(folder.File("a/results.json")))!;
        JsonNode[] online = [.. results["connections"]!.AsArray().Select(pair => pair!["online"]![0]!)];
        int In(string state) => online.Count(one => one["state"]!.GetValue<string>() == state);
        string words = Section(ReportPages.Read(folder.File("a")), "summary").Value;
        Assert.Contains("5 spike trains and 1 imaged neuron, 5 possible connections, 5 s recorded at 1000 frames a second", words, StringComparison.Ordinal);
        Assert.True(In("excitatory") > 0);
        Assert.Contains(
            $"found {In("excitatory")} excitatory and {In("inhibitory")} inhibitory connections at a false discovery rate of 0.05; "
            + $"{In("absent")} pairs are absent, {In("undecided") + In("insufficient")} not decided",
            words, StringComparison.Ordinal);
        Assert.Contains($"The imaged neuron fired {results["output"]![0]!["spikes"]} spikes", words, StringComparison.Ordinal);
        XElement table = Section(ReportPages.Read(folder.File("a")), "connections").Descendants("tbody").Single();
        Assert.Equal(
            results["connections"]!.AsArray().Select(pair => ($"{pair!["source"]} → {pair["target"]}", $"{pair["truth"]}", $"{pair["online"]![0]!["state"]}")),
            table.Elements("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray()).Select(cells => (cells[0], cells[1], cells[2])));
        XElement books = Section(ReportPages.Read(folder.File("a")), "books");
        Assert.Contains($"{results["ledger"]!["spikes_used"]!.GetValue<int>():N0}", books.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfAFolder_IsTheOneThatTheRunWrote()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(folder.File("a"));
        Called called = await CallAsync(["report", folder.File("a"), "--out", folder.File("b"), "--figures", "svg", "--theme", "dark"]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        Assert.Equal(File.ReadAllText(folder.File("a/report.html")), File.ReadAllText(folder.File("b/report.html")));
        Assert.Equal(All.Order(StringComparer.Ordinal).Select(name => name + ".svg"), Names(folder.File("b/figures")));
        Assert.Contains("#15181B", File.ReadAllText(folder.File("b/figures/roc.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhatHasNoData_IsLeftOutWithAReason()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(folder.File("a"), "--set", "inference.online=none", "--set", "inference.sta.scheme=none", "--set", "source.simulate.trains.connected=0");
        XElement report = ReportPages.Read(folder.File("a"));
        Assert.Equal(["trace", "averages", "stages", "links"], ReportPages.Figures(report));
        Assert.Equal(
            [
                "Evidence while the recording ran", "Amplitudes with their bands", "Sources and targets", "Found and falsely flagged", "Time to detection",
            ],
            report.Descendants("p").Where(p => p.Attribute("class")?.Value == "left-out").Select(p => p.Element("strong")!.Value));
        Assert.False(File.Exists(folder.File("a/sta_surrogates.npy")));

        // A folder of a time before there were excerpts and surrogates' averages.
        await RunAsync(folder.File("b"));
        File.Delete(folder.File("b/excerpt.npy"));
        File.Delete(folder.File("b/sta_surrogates.npy"));
        Called called = await CallAsync(["report", folder.File("b")]);
        Assert.Equal(0, called.ExitCode);
        Assert.Equal(All.Except(["trace"]), ReportPages.Figures(ReportPages.Read(folder.File("b"))));
    }

    [Fact]
    public async Task Run_WithoutReport_WritesNoneAndFiguresStillWhereAsked()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(folder.File("a"), "--no-report");
        Assert.False(File.Exists(folder.File("a/report.html")));
        Assert.Contains("report: none\n", File.ReadAllText(folder.File("a/pipeline.yaml")), StringComparison.Ordinal);
        await RunAsync(folder.File("b"), "--set", "report=none", "--figures", "pdf");
        Assert.False(File.Exists(folder.File("b/report.html")));
        Assert.Equal(All.Order(StringComparer.Ordinal).Select(name => name + ".pdf"), Names(folder.File("b/figures")));
        // Another run in the same folder leaves none of them; what is somebody else's stays.
        File.WriteAllText(folder.File("b/figures/notes.txt"), "mine");
        await RunAsync(folder.File("b"), "--force");
        Assert.Equal(["notes.txt"], Names(folder.File("b/figures")));
    }

    [Fact]
    public async Task Report_OfACancelledRun_SaysSo()
    {
        using var folder = new TemporaryFolder();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Called called = await CallAsync(
            ["run", TestFiles.Pipeline("live.yaml"), "--pace", "max", "--quiet", "--out", folder.File("a"), .. Short], cancelled.Token);
        Assert.Equal(130, called.ExitCode);
        XElement report = ReportPages.Read(folder.File("a"));
        Assert.Contains("The run was cancelled", Section(report, "summary").Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no folder", "found no folder; allowed is the results folder of a run.")]
    [InlineData("nothing in it", "found no results.json; allowed is the results folder of a run.")]
    [InlineData("calibration", "found the results of a calibration; allowed is the results folder of a run.")]
    [InlineData("results cut off", "results.json, line 40: found JSON that breaks off or is no result of a run; allowed is the file as a run wrote it.")]
    [InlineData("results of something else", "results.json, line 1: found JSON that breaks off or is no result of a run; allowed is the file as a run wrote it.")]
    [InlineData("another layout", "results.json: found layout 7; allowed is layout 1.")]
    [InlineData("no timeline", "found no timeline.csv; allowed is a results folder with all that the run wrote.")]
    [InlineData("timeline cut off", "timeline.csv, line 20: found 3 cells; allowed is 13; the file may have been cut off.")]
    [InlineData("timeline damaged", "timeline.csv, line 3: found log10_evidence 'x'; allowed is a number.")]
    [InlineData("timeline of something else", "timeline.csv, line 1: found another header; allowed is frame,time_s,source,target,")]
    [InlineData("no pipeline", "found no pipeline.yaml; allowed is a results folder with all that the run wrote.")]
    [InlineData("averages cut off", "sta.npy: found 3992 bytes of data; allowed is 4000 for this shape.")]
    [InlineData("averages of something else", "sta.npy: found an array of shape (2, 2); allowed is 1 targets, 5 sources and the frames of a window.")]
    public async Task Report_FolderThatIsNotWhole_IsToldInASentence(string damage, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a");
        await RunAsync(path);
        Damage(path, damage);
        Called called = await CallAsync(["report", path]);
        Assert.Equal((2, ""), (called.ExitCode, called.Output));
        Assert.StartsWith(path, called.Error, StringComparison.Ordinal);
        Assert.Contains(expected, called.Error, StringComparison.Ordinal);
        Assert.Single(called.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("--figures", "gif", "--figures: found 'gif'; allowed is png, svg or pdf.")]
    [InlineData("--theme", "dark", "--theme: found without --figures; allowed is the theme of the figures that are written, such as --figures svg --theme dark.")]
    [InlineData("--figures=png", "--theme=grey", "--theme: found 'grey'; allowed is light or dark.")]
    public async Task FigureArguments_ThatSayNothing_AreRefusedBeforeAnythingRuns(string first, string second, string expected)
    {
        using var folder = new TemporaryFolder();
        Called run = await CallAsync(["run", TestFiles.Pipeline("live.yaml"), "--out", folder.File("a"), first, second]);
        Assert.Equal((2, expected + "\n"), (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(folder.File("a")));
        Called report = await CallAsync(["report", folder.File("a"), first, second]);
        Assert.Equal((2, expected + "\n"), (report.ExitCode, report.Error));
    }

    private static void Damage(string folder, string how)
    {
        string File(string name) => Path.Combine(folder, name);
        void Cut(string name, Func<string[], IEnumerable<string>> lines) => System.IO.File.WriteAllText(File(name), string.Join('\n', lines(System.IO.File.ReadAllLines(File(name)))));
        switch (how)
        {
            case "no folder":
                Directory.Delete(folder, recursive: true);
                break;
            case "nothing in it":
                System.IO.File.Delete(File("results.json"));
                break;
            case "calibration":
                System.IO.File.Move(File("results.json"), File("calibration.json"));
                break;
            case "results cut off":
                Cut("results.json", lines => lines.Take(40));
                break;
            case "results of something else":
                System.IO.File.WriteAllText(File("results.json"), "{}");
                break;
            case "another layout":
                Cut("results.json", lines => lines.Select(line => line.Replace("\"schema\": 1,", "\"schema\": 7,", StringComparison.Ordinal)));
                break;
            case "no timeline":
                System.IO.File.Delete(File("timeline.csv"));
                break;
            case "timeline cut off":
                Cut("timeline.csv", lines => [.. lines.Take(19), "1000,1,3"]);
                break;
            case "timeline damaged":
                Cut("timeline.csv", lines => [.. lines.Take(2), "500,0.5,0,0,joint,undecided,x,1,,,,0,"]);
                break;
            case "timeline of something else":
                Cut("timeline.csv", lines => ["a,b", .. lines.Skip(1)]);
                break;
            case "no pipeline":
                System.IO.File.Delete(File("pipeline.yaml"));
                break;
            case "averages cut off":
                System.IO.File.WriteAllBytes(File("sta.npy"), System.IO.File.ReadAllBytes(File("sta.npy"))[..^8]);
                break;
            case "averages of something else":
                NpyFile.Write(File("sta.npy"), [2, 2], (_, row) => row.Clear());
                break;
        }
    }

    private static async Task<Called> RunAsync(string path, params string[] more)
    {
        Called called = await CallAsync(["run", TestFiles.Pipeline("live.yaml"), "--pace", "max", "--out", path, .. Short, .. more]);
        Assert.Equal((0, ""), (called.ExitCode, called.Error));
        return called;
    }

    private static XElement Section(XElement report, string id) => report.Descendants("section").Single(section => section.Attribute("id")?.Value == id);

    private static IEnumerable<string?> Names(string folder) => Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
