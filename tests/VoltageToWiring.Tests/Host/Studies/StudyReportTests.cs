using System.Xml.Linq;
using VoltageToWiring.Host.Reports;
using VoltageToWiring.Host.Reports.Studies;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Tests.Host.Studies;

/// <summary>Reports of studies whose figures are known.</summary>
public class StudyReportTests
{
    [Fact]
    public async Task Report_OfAGrid_HasFiguresWordsAndTables()
    {
        using var folder = new TemporaryFolder();
        Write(folder, ["batch", "workers"], [(["1 ms", "1"], 0.001, 1), (["1 ms", "2"], 0.003, 1), (["5 ms", "1"], 0.004, 1), (["5 ms", "2"], 0.5, 0.5)]);
        StudyReport report = await StudyReport.OfAsync(folder.Path, TestContext.Current.CancellationToken);
        string[] drawn = [.. report.Figures.Where(figure => figure.Figure is not null).Select(figure => figure.Figure!.Name)];
        Assert.Equal(["capacity-1", "percentiles-batch", "percentiles-workers", "heat-batch-workers", "stages", "timeline"], drawn);
        string page = report.ToHtml();
        Assert.Contains("Up to 400 pairs with 99.9 % of estimates no later than 10 ms", page, StringComparison.Ordinal);
        Assert.Contains("What gives way first is stage sta: busy 99 % of the time", page, StringComparison.Ordinal);
        Assert.Contains("Shortest at the 99.9th percentile: batch 1 ms, workers 1, 1.00 ms.", page, StringComparison.Ordinal);
        Assert.Contains("1 of 4 cells did not keep up", page, StringComparison.Ordinal);
        Assert.Contains("workers: 1, with a 99.9th percentile of 1.00 ms; with 2 it is 3.00 ms.", page, StringComparison.Ordinal);
        Assert.Contains("500 ms *", page, StringComparison.Ordinal);
        XDocument parsed = XDocument.Parse(page[page.IndexOf("<html", StringComparison.Ordinal)..]);
        Assert.Equal(drawn.Length, parsed.Descendants("figure").Count());
    }

    [Fact]
    public async Task Report_NumbersThatVary_HaveALoadCurve()
    {
        using var folder = new TemporaryFolder();
        Write(folder, ["source.simulate.targets"], [(["10"], 0.001, 1), (["100"], 0.002, 1), (["1000"], 0.9, 0.4)]);
        StudyReport report = await StudyReport.OfAsync(folder.Path, TestContext.Current.CancellationToken);
        Assert.Contains(report.Figures, figure => figure.Figure?.Name == "load-source-simulate-targets");
    }

    [Fact]
    public async Task Report_NothingKeptButTheTable_SaysWhatIsLeftOut()
    {
        using var folder = new TemporaryFolder();
        Write(folder, [], [([], 0.001, 1)]);
        Directory.Delete(folder.File("cells"), recursive: true);
        StudyReport report = await StudyReport.OfAsync(folder.Path, TestContext.Current.CancellationToken);
        ReportFigure left = report.Figures.First(figure => figure.Title == "Latency");
        Assert.Equal("No histogram is kept.", left.Caption);
        Assert.Contains(left.Caption, report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_KeysThatMoveTogether_AreNoTableHoweverManyCellsThereAre()
    {
        using var folder = new TemporaryFolder();
        Write(folder, ["batch", "workers"], [(["1 ms", "1"], 0.001, 1), (["1 ms", "1"], 0.002, 1), (["5 ms", "2"], 0.003, 1), (["5 ms", "2"], 0.004, 1)]);
        StudyReport report = await StudyReport.OfAsync(folder.Path, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(report.Figures, figure => figure.Figure?.Name.StartsWith("heat", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Report_NoCellWasRun_SaysNothingOfRepeats()
    {
        using var folder = new TemporaryFolder();
        Write(folder, ["batch"], []);
        StudyReport report = await StudyReport.OfAsync(folder.Path, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("run once", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_RepeatsOfWhichOnePublishedNothing_HaveNoSpread()
    {
        using var folder = new TemporaryFolder();
        Write(folder, ["batch"], [(["1 ms"], 0.001, 1), (["5 ms"], 0.002, 1)]);
        StudyJson found = StudyJson.Read(folder.Path)!;
        MeasuredCell Silent(MeasuredCell cell) => cell with { Runs = [cell.Runs[0], cell.Runs[0] with { Times = cell.Runs[0].Times with { Published = LatencyFigures.None } }] };
        (found with { Cells = [Silent(found.Cells[0]), found.Cells[1] with { Runs = [found.Cells[1].Runs[0], found.Cells[1].Runs[0]] }] }).Write(folder.Path);
        string page = (await StudyReport.OfAsync(folder.Path, TestContext.Current.CancellationToken)).ToHtml();
        Assert.Contains("differs by a factor of 1.0 in the middle cell, and of 1.0 at most", page, StringComparison.Ordinal);
    }

    private static void Write(TemporaryFolder folder, string[] keys, (string[] Values, double LatencyS, double Speed)[] cells)
    {
        MeasuredCell[] measured =
        [
            .. cells.Select((cell, at) => new MeasuredCell(
                at + 1, cell.Values, string.Join(", ", keys.Zip(cell.Values, (key, value) => $"{key} {value}")), new Workload(30, 50, 1000, 0.001, 0.001, 1),
                [new MeasuredRun($"cells/{at + 1:000}/1", AnyTimes.Of(cell.LatencyS, cell.Speed))], null)),
        ];
        foreach (MeasuredRun run in measured.Select(cell => cell.Runs[0]))
            WriteRun(Path.Combine(folder.Path, run.Folder), run.Times);
        var trials = new[] { new CapacityTrial(400, true, 0.005, 0.01, 1, "trials/001", null), new CapacityTrial(441, false, 0.5, 0.01, 0.8, "trials/002", null) };
        new StudyJson
        {
            Study = "made up",
            Version = "1.0",
            Machine = "a machine",
            Ending = "completed",
            WallS = 1,
            Text = "name: made up",
            Keys = keys,
            Cells = measured,
            Capacity = [new FoundCapacity("pairs", "pairs", "10 ms", 0.01, 99.9, 400, false, "stage sta: busy 99 % of the time", trials)],
        }.Write(folder.Path);
    }

    private static void WriteRun(string folder, CellTimes times)
    {
        Directory.CreateDirectory(folder);
        foreach (string name in new[] { "published", "idle" })
        {
            var histogram = new LatencyHistogram(TimeProvider.System) { Hears = true };
            for (int at = 1; at <= 1000; at++)
                histogram.Add((long)(times.Published.P50S * at / 1000 * TimeProvider.System.TimestampFrequency));
            HistogramFiles.Write(folder, name, histogram.Counts);
        }
        VoltageToWiring.Host.Results.JsonFile.Write(
            CellOrder.TimesFile(folder), times with { Moments = [new(-0.01, 0, 0, 0, 0, 0), new(0, 1, 1, 0, 0.001, 0.002), new(0.01, 2, 2, 0, 0.002, 0.003)] });
    }
}
