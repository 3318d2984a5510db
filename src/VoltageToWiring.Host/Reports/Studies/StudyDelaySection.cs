using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;
using static System.FormattableString;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>What the method waits for, beside what the software takes: the one is the same on every machine.</summary>
internal static class StudyDelaySection
{
    public static XElement Of(StudyFolder folder)
    {
        CellSummary[] cells = [.. folder.Cells.DistinctBy(cell => cell.Cell.Runs[0].Times.Delay)];
        return ReportPage.Section(
            "delay", "Delay of the method, and of the software",
            E("p",
                "Latencies in this report begin when the newest frame of an estimate is over, and end when the estimate is published. "
                + "What comes before belongs to the method and is as long on every machine: a spike counts in an average when its window is over, and in a score when the "
                + "frames that its filter looks at are there; evidence grows a block of spikes at a time; a frame waits for the rest of its batch, and an estimate for the next report."),
            folder.Common.Length == 0 ? null : E("p", folder.Common),
            cells.Length == 0 ? E("p", "Nothing was measured.") : Table(
                "From a spike to an estimate that counts it",
                ["cell", "window", "filter", "first block", "batch", "report", "software p50", "p99.9"],
                cells.Select(cell => RowOf(folder, cell))));
    }

    private static string[] RowOf(StudyFolder folder, CellSummary cell)
    {
        AlgorithmicDelay delay = cell.Cell.Runs[0].Times.Delay;
        return
        [
            folder.NameOf(cell), Time(delay.WindowS), Time(delay.FilterS), Time(delay.BlockS), UpTo(delay.BatchS), UpTo(delay.ReportS),
            Time(cell.Of(times => times.Published.P50S).Median), Time(cell.Of(times => times.Published.P999S).Median),
        ];
    }

    private static string UpTo(double seconds) => Invariant($"≤ {StudyWords.Time(seconds)}");

    private static string Time(double? seconds) => seconds is { } known ? StudyWords.Time(known) : "–";
}
