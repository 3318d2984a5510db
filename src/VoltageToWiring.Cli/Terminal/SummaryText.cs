using System.Globalization;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>Statistics over the cells of a sweep as a table: a line for each group, means with their standard errors.</summary>
internal static class SummaryText
{
    private const int MostFields = 8;
    private const int MostGroups = 40;
    private const string Gap = "  ";

    public static void Write(SweepSummary summary, TextWriter to)
    {
        if (summary.Groups.Count == 0 || summary.Fields.Count == 0)
            return;
        string[] fields = [.. summary.Fields.Take(MostFields)];
        string[] heading = [.. KeyLabels.Of(summary.Keys), "n", .. fields.Select(Short)];
        string[][] rows = [.. summary.Groups.Take(MostGroups).Select(group => Row(group, fields.Length))];
        int[] widths = [.. heading.Select((head, column) => rows.Select(row => row[column].Length).Append(head.Length).Max())];
        to.WriteLine("Means ± standard errors");
        foreach (string[] row in rows.Prepend(heading))
            to.WriteLine(string.Concat(row.Select((cell, column) => Gap + cell.PadRight(widths[column]))).TrimEnd());
        if (fields.Length < summary.Fields.Count || rows.Length < summary.Groups.Count)
            to.WriteLine($"{Gap}… and more: {Rest(summary, fields.Length, rows.Length)} in summary.csv");
    }

    private static string[] Row(SummaryGroup group, int fields)
    {
        int n = group.Statistics.Take(fields).Max(of => of.Count);
        return [.. group.Values, Number(n), .. group.Statistics.Take(fields).Select(of => Cell(of) + (of.Count is > 0 and int fewer && fewer < n ? $" (n = {Number(fewer)})" : ""))];
    }

    // A digit of the mean beyond its error says nothing, but five decimals make it comparable to what others print.
    private static string Cell(FieldStatistics of) => of switch
    {
        { Mean: { } mean, StandardError: { } error } => string.Create(CultureInfo.InvariantCulture, $"{mean:0.#####} ± {error:G2}"),
        { Mean: { } mean } => string.Create(CultureInfo.InvariantCulture, $"{mean:0.#####}"),
        _ => "–",
    };

    private static string Short(string field)
        => field.StartsWith("evaluation.", StringComparison.Ordinal) ? field["evaluation.".Length..] : field;

    private static string Rest(SweepSummary summary, int fields, int groups)
        => string.Create(CultureInfo.InvariantCulture, $"{summary.Fields.Count - fields} fields, {summary.Groups.Count - groups} groups");

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
