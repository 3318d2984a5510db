using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Studies;
using static System.FormattableString;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>What to set, how far it goes and what gives way first, in words.</summary>
internal static class StudySummarySection
{
    public static XElement Of(StudyFolder folder)
        => ReportPage.Section("summary", "In short", E("ul", Sentences(folder).Select(sentence => E("li", sentence))));

    private static IEnumerable<string> Sentences(StudyFolder folder)
    {
        StudyJson found = folder.Found;
        if (found.Ending is "cancelled" or "unfinished")
            yield return Invariant($"The study was ended before its end; here is what was measured until then.");
        foreach (FoundCapacity capacity in found.Capacity)
            yield return StudyWords.Of(capacity);
        foreach (string sentence in StudyWords.Recommendations(found))
            yield return sentence;
        if (Spread(folder) is { } spread)
            yield return spread;
        foreach (MeasuredCell cell in found.Cells.Where(cell => cell.Fault is not null))
            yield return Invariant($"Cell {cell.Number}{(cell.Description.Length == 0 ? "" : $" ({cell.Description})")} failed: {cell.Fault}");
    }

    // Null where nothing is to be said of it. What was never published has no percentile.
    private static string? Spread(StudyFolder folder)
    {
        if (folder.Cells.Count == 0)
            return null;
        CellSummary[] repeated = [.. folder.Cells.Where(cell => cell.Cell.Runs.Count > 1)];
        if (repeated.Length == 0)
            return "Every cell was run once, so nothing is known of how much runs differ; load.repeats is the key.";
        double[] ratios = [.. repeated.Where(cell => cell.HasEstimates).Select(cell => cell.Of(times => times.Published.P999S)).Select(p999 => p999.Most / p999.Least)];
        return ratios.Length == 0 ? null : Invariant($"From one repeat to another the 99.9th percentile differs by a factor of {Evaluation.Median.Of(ratios):0.0} in the middle cell, and of {ratios.Max():0.0} at most.");
    }
}
