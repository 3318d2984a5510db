using System.Globalization;
using System.Xml.Linq;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Sweeps;
using static System.FormattableString;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>Means with their standard errors, in tables as wide as a page.</summary>
internal static class StatisticsSection
{
    private const int MostGroups = 60;

    // Characters of a line, and those that a cell and the space beside it take at least.
    private const int LineLength = 100;
    private const int CellLength = 15;
    private const int Gap = 2;

    public static XElement Of(SweepSummary summary) => ReportPage.Section(
        "statistics", "Statistics",
        E("p", "Every field and statistic: ", E("a", A("href", "summary.csv"), "summary.csv"), "; every cell: ", E("a", A("href", "runs.csv"), "runs.csv"), "."),
        summary.Groups.Count == 0 || summary.Fields.Count == 0 ? E("p", "No cell is finished.") : Columns(summary).Select(fields => TableOf(summary, fields)));

    // As many fields beside each other as there is room for, at least one.
    private static IEnumerable<Range> Columns(SweepSummary summary)
    {
        int keys = KeyLabels.Of(summary.Keys).Select((label, at) => Gap + summary.Groups.Select(group => group.Values[at].Length).Append(label.Length).Max()).Sum();
        int from = 0, length = keys;
        for (int at = 0; at < summary.Fields.Count; at++)
        {
            int needed = Gap + Math.Max(CellLength, Short(summary.Fields[at]).Length);
            if (at > from && length + needed > LineLength)
            {
                yield return from..at;
                (from, length) = (at, keys);
            }
            length += needed;
        }
        yield return from..summary.Fields.Count;
    }

    private static XElement TableOf(SweepSummary summary, Range fields)
    {
        string more = summary.Groups.Count > MostGroups ? Invariant($", the first {MostGroups} of {summary.Groups.Count} groups") : "";
        return Table(
            $"Means ± standard errors over cells{more}",
            [.. KeyLabels.Of(summary.Keys).DefaultIfEmpty(""), "n", .. summary.Fields.Take(fields).Select(Short)],
            summary.Groups.Take(MostGroups).Select(group => Row(group, fields)),
            Math.Max(1, summary.Keys.Count));
    }

    private static string[] Row(SummaryGroup group, Range fields)
    {
        FieldStatistics[] shown = [.. group.Statistics.Take(fields)];
        int n = shown.Max(of => of.Count);
        return [.. group.Values.DefaultIfEmpty("all"), Invariant($"{n}"), .. shown.Select(of => Cell(of, n))];
    }

    // Five decimals make a mean comparable to what others print.
    private static string Cell(FieldStatistics of, int n)
    {
        if (of.Mean is not { } mean)
            return "–";
        string error = of.StandardError is { } standard ? $" ± {standard.ToString("G2", CultureInfo.InvariantCulture)}" : "";
        return Invariant($"{mean:0.#####}{error}{(of.Count < n ? Invariant($" (n = {of.Count})") : "")}").Replace('-', '−');
    }

    private static string Short(string field) => field.StartsWith("evaluation.", StringComparison.Ordinal) ? field["evaluation.".Length..] : field;
}
