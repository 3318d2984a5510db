using VoltageToWiring.Figures;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>Where time goes: work of each stage and waiting in each link, apart.</summary>
internal static class StageParts
{
    private const int MostCells = 4;

    public static IEnumerable<ReportFigure> Of(StudyFolder folder)
    {
        CellSummary[] cells = [.. Telling(folder)];
        if (cells.Length == 0)
            yield break;
        yield return new ReportFigure(
            "Where the time goes",
            "Each item's wait in a link and work in a stage, without stages that share its task. An item is a batch of frames for the first stage, and for the second "
            + "the frames that the first hands on, up to a report where one is due. What is longest in the tail is what to make faster.",
            DurationsFigure.Of(
                "stages", "Time for an item in each stage and link: median, 99.9th percentile and longest.",
                [.. cells.Select(cell => new DurationsPanel(cells.Length == 1 && folder.Cells.Count == 1 ? "" : folder.NameOf(cell), PartsOf(cell.Cell.Runs[0].Times)))]),
            DependsOnTheClock: true);
    }

    // The first cell, the best and the worst of those that keep up, and one that does not.
    private static IEnumerable<CellSummary> Telling(StudyFolder folder)
    {
        CellSummary[] kept = [.. folder.Cells.Where(cell => cell.KeepsUp && cell.HasEstimates)];
        CellSummary?[] candidates =
        [
            folder.Cells.FirstOrDefault(), kept.MinBy(P999), kept.MaxBy(P999), folder.Cells.FirstOrDefault(cell => !cell.KeepsUp),
        ];
        return candidates.OfType<CellSummary>().DistinctBy(cell => cell.Cell.Number).OrderBy(cell => cell.Cell.Number).Take(MostCells);
    }

    private static double P999(CellSummary cell) => cell.Of(times => times.Published.P999S).Median;

    private static List<PartOfWay> PartsOf(CellTimes times)
    {
        var parts = new List<PartOfWay>();
        foreach (StageTimes stage in times.Stages)
        {
            if (times.Links.FirstOrDefault(link => link.Name.EndsWith(" → " + stage.Name, StringComparison.Ordinal)) is { } before)
                parts.Add(PartOf($"wait for {stage.Name}", true, before.Queueing));
            parts.Add(PartOf(stage.Name, false, stage.Service));
        }
        return parts;
    }

    private static PartOfWay PartOf(string name, bool isWaiting, LatencyFigures of) => new(name, isWaiting, 1e3 * of.P50S, 1e3 * of.P999S, 1e3 * of.MaxS);
}
