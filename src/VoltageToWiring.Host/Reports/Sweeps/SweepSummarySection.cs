using System.Globalization;
using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Sweeps;
using static System.FormattableString;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>What was varied and what came out, in words.</summary>
internal static class SweepSummarySection
{
    private const int MostFields = 12;
    private const int Listed = 8;

    public static XElement Of(SweepResults results, SweepSummary summary)
        => ReportPage.Section("summary", "In short", E("ul", Sentences(results, summary).Select(sentence => E("li", sentence))));

    private static IEnumerable<string> Sentences(SweepResults results, SweepSummary summary)
    {
        int finished = results.Cells.Count(cell => cell.Folder is not null), failed = results.Cells.Count(cell => cell.Fault is not null);
        if (results.Left > 0)
            yield return Invariant($"This report is partial: {results.Left} of {results.Cells.Count} cells have not been run. The same v2w sweep goes on from here.");
        yield return Invariant($"{finished} of {results.Cells.Count} cells are finished{(failed > 0 ? Invariant($", {failed} failed (failed.csv says why)") : "")}.");
        foreach ((int at, string key) in results.Keys.Index())
            yield return $"{key}: {Values([.. results.Cells.Select(cell => cell.Values[at]).Distinct()])}.";
        foreach ((int at, string field) in summary.Fields.Take(MostFields).Index())
        {
            if (Range(summary, at, field) is { } range)
                yield return range;
        }
    }

    private static string Values(IReadOnlyList<string> values)
        => values.Count <= Listed ? string.Join(", ", values) : Invariant($"{values[0]}, {values[1]}, … {values[^1]} ({values.Count} values)");

    private static string? Range(SweepSummary summary, int field, string name)
    {
        SummaryGroup[] known = [.. summary.Groups.Where(group => group.Statistics[field].Mean is not null)];
        if (known.Length == 0)
            return null;
        SummaryGroup low = known.MinBy(group => group.Statistics[field].Mean)!, high = known.MaxBy(group => group.Statistics[field].Mean)!;
        string few = known.Length < summary.Groups.Count || known.Any(group => group.Statistics[field].Count < summary.Groups.Max(all => all.Statistics[field].Count))
            ? " Cells without this figure do not count." : "";
        string means = low.Statistics[field].Mean == high.Statistics[field].Mean
            ? $"mean {Number(low, field)} throughout"
            : $"means from {Number(low, field)} ({string.Join(", ", low.Values)}) to {Number(high, field)} ({string.Join(", ", high.Values)})";
        return $"{FieldWords.Sentence(name)}: {means}.{few}";
    }

    private static string Number(SummaryGroup group, int field) => group.Statistics[field].Mean!.Value.ToString("0.####", CultureInfo.InvariantCulture);
}
