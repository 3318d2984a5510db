using CsvHelper;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Host.Sweeps;

/// <summary>Statistics of fields over the cells of each group: those that have the same values of some keys.</summary>
public sealed class SweepSummary
{
    private SweepSummary(IReadOnlyList<string> keys, IReadOnlyList<string> fields, IReadOnlyList<SummaryGroup> groups)
    {
        Keys = keys;
        Fields = fields;
        Groups = groups;
    }

    /// <summary>The keys.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The fields.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The groups, in the order in which their first cells come.</summary>
    public IReadOnlyList<SummaryGroup> Groups { get; }

    /// <summary>Summarizes a sweep as its experiment asks for.</summary>
    /// <param name="results">The sweep.</param>
    /// <param name="runs">Its cells.</param>
    public static SweepSummary Of(SweepResults results, RunsTable runs)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(runs);
        string[] fields = results.SummaryOf.Count > 0 ? [.. results.SummaryOf] : [.. runs.Fields.Where(runs.HoldsFigures)];
        int[] places = [.. results.SummaryBy.Select(key => results.Keys.ToList().IndexOf(key))];
        var groups = new Dictionary<string, (string[] Values, List<RunsRow> Rows)>();
        foreach (RunsRow row in runs.Rows)
        {
            string[] values = [.. places.Select(place => row.Cell.Values[place])];
            string group = string.Join('\n', values);
            if (!groups.ContainsKey(group))
                groups[group] = (values, []);
            groups[group].Rows.Add(row);
        }
        return new SweepSummary(
            results.SummaryBy, fields,
            [.. groups.Values.Select(group => new SummaryGroup(group.Values, [.. fields.Select(field => FieldStatistics.Of(group.Rows.Select(row => row.Figure(field))))]))]);
    }

    /// <summary>Writes <c>summary.csv</c>: a row for each group and field.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    internal void Write(string file)
    {
        using CsvWriter csv = CsvLines.Create(file);
        CsvLines.Write(csv, [.. Keys, "field", "n", "mean", "median", "sd", "standard_error"]);
        foreach (SummaryGroup group in Groups)
        {
            foreach ((string field, FieldStatistics of) in Fields.Zip(group.Statistics))
                CsvLines.Write(csv, [.. group.Values, field, of.Count, of.Mean, of.Median, of.StandardDeviation, of.StandardError]);
        }
    }
}

/// <summary>The cells that have the same values of some keys.</summary>
/// <param name="Values">These values.</param>
/// <param name="Statistics">Statistics of each field.</param>
public sealed record SummaryGroup(IReadOnlyList<string> Values, IReadOnlyList<FieldStatistics> Statistics);

/// <summary>Statistics of one field over some cells.</summary>
/// <param name="Count">Cells that have a figure there; the others do not count.</param>
/// <param name="Mean">Their mean; null without any.</param>
/// <param name="Median">Their median; null without any.</param>
/// <param name="StandardDeviation">Their standard deviation, √[Σ(x − mean)²/(n − 1)]; null with fewer than two.</param>
/// <param name="StandardError">That of the mean, sd/√n; null with fewer than two.</param>
public readonly record struct FieldStatistics(int Count, double? Mean, double? Median, double? StandardDeviation, double? StandardError)
{
    /// <summary>Gathers them.</summary>
    /// <param name="figures">The figures, in the order of the cells; null where a cell has none.</param>
    public static FieldStatistics Of(IEnumerable<double?> figures)
    {
        double[] known = [.. figures.OfType<double>()];
        if (known.Length == 0)
            return new FieldStatistics(0, null, null, null, null);
        double mean = known.Sum() / known.Length;
        double? sd = known.Length < 2 ? null : Math.Sqrt(known.Sum(figure => (figure - mean) * (figure - mean)) / (known.Length - 1));
        return new FieldStatistics(known.Length, mean, Evaluation.Median.Of(known), sd, sd / Math.Sqrt(known.Length));
    }
}
