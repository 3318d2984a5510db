using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;
using static System.FormattableString;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>Every cell in figures: latency, and what the machine had to do for it.</summary>
internal static class StudyCellsSection
{
    private const double Mega = 1e6;

    public static XElement Of(StudyFolder folder) => ReportPage.Section(
        "cells", "Every cell",
        E("p", "Each run, with more figures: ", E("a", A("href", StudyFiles.TableName), StudyFiles.TableName), "; histograms of every run lie in ", E("code", "cells/"), ". " + folder.Common),
        folder.Cells.Count == 0 ? null : Latencies(folder), folder.Cells.Count == 0 ? null : Work(folder));

    private static XElement Latencies(StudyFolder folder) => Table(
        folder.Cells.Any(cell => cell.Cell.Runs.Count > 1) ? "Latency: medians over repeats, the least and the most, and the longest of all" : "Latency",
        ["cell", "estimates", "p50", "p90", "p99", "p99.9", "p99.99", "longest", "idle loop, p99.9"],
        folder.Cells.Select(cell => new[]
        {
            folder.NameOf(cell), Invariant($"{cell.Runs.Sum(times => times.Published.Count):N0}"), Over(cell, times => times.Published.P50S),
            Over(cell, times => times.Published.P90S), Over(cell, times => times.Published.P99S), Over(cell, times => times.Published.P999S),
            Over(cell, times => times.Published.P9999S), StudyWords.Time(cell.Of(times => times.Published.MaxS).Most), Over(cell, times => times.Idle?.P999S ?? 0),
        }));

    private static XElement Work(StudyFolder folder) => Table(
        "Work: medians over repeats",
        ["cell", "times real time", "samples/s", "busiest stage", "processors", "most waiting", "dropped", "bytes/batch", "collections", "pauses", "memory (MB)"],
        folder.Cells.Select(cell => new[]
        {
            folder.NameOf(cell), Invariant($"{cell.Of(times => times.RealTimeFactor).Median:0.000}"), Invariant($"{cell.Of(times => times.SamplesPerS).Median:N0}"),
            Invariant($"{cell.Busiest.Name} {100 * cell.Busiest.BusyFraction:0} %"), Invariant($"{cell.Of(times => times.ProcessorS / times.WallS).Median:0.00}"),
            Waiting(cell), Invariant($"{cell.Dropped:N0}"), Invariant($"{cell.Of(times => times.AllocatedBytesPerBatch).Median:N0}"),
            Invariant($"{cell.Of(times => times.Gen0).Median:0}"), StudyWords.Time(cell.Of(times => times.GcPauseS).Median),
            Invariant($"{cell.Of(times => times.PeakResidentBytes / Mega).Median:0}"),
        }));

    private static string Waiting(CellSummary cell)
        => cell.Runs.Any(times => times.Links.Count > 0) ? Invariant($"{cell.Runs.Max(times => times.Links.Max(link => link.HighWater))}") : "–";

    private static string Over(CellSummary cell, Func<CellTimes, double> figure)
    {
        Repeated over = cell.Of(figure);
        return cell.Cell.Runs.Count == 1 ? StudyWords.Time(over.Median) : $"{StudyWords.Time(over.Median)} ({StudyWords.Time(over.Least)} to {StudyWords.Time(over.Most)})";
    }
}
