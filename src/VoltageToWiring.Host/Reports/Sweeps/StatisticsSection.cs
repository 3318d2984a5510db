using System.Globalization;
using System.Xml.Linq;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Sweeps;
using static System.FormattableString;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>Means with their standard errors, a table for each few fields.</summary>
internal static class StatisticsSection
{
    private const int MostFields = 4;
    private const int MostGroups = 60;

    public static XElement Of(SweepSummary summary) => ReportPage.Section(
        "statistics", "Statistics",
        E("p", "Every field and statistic: ", E("a", A("href", "summary.csv"), "summary.csv"), "; every cell: ", E("a", A("href", "runs.csv"), "runs.csv"), "."),
        summary.Groups.Count == 0 ? E("p", "No cell is finished.") : summary.Fields.Chunk(MostFields).Select((fields, at) => TableOf(summary, fields, at * MostFields)));

    private static XElement TableOf(SweepSummary summary, string[] fields, int first)
    {
        string more = summary.Groups.Count > MostGroups ? Invariant($", the first {MostGroups} of {summary.Groups.Count} groups") : "";
        return Table(
            $"Means ± standard errors over cells{more}",
            [.. KeyLabels.Of(summary.Keys).DefaultIfEmpty(""), "n", .. fields.Select(Short)],
            summary.Groups.Take(MostGroups).Select(group => Row(group, fields.Length, first)),
            Math.Max(1, summary.Keys.Count));
    }

    private static string[] Row(SummaryGroup group, int fields, int first)
    {
        FieldStatistics[] shown = [.. group.Statistics.Skip(first).Take(fields)];
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
