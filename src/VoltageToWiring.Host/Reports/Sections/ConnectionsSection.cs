using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Reports.Parts;
using VoltageToWiring.Host.Results;
using static System.FormattableString;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Sections;

/// <summary>The table of connections; of many the strongest.</summary>
internal static class ConnectionsSection
{
    private const int Most = 200;
    private const int StrongestOfMany = 100;

    public static XElement Of(RunFolder folder, RunPairs pairs)
    {
        ResultsJson results = folder.Results;
        if (pairs.All.Count == 0)
            return ReportPage.Section("connections", "Connections", E("p", "Nothing was inferred before the run ended."));
        string file = results.ConnectionsFile ?? "connections.csv";
        return ReportPage.Section(
            "connections", "Connections", E("p", "All of them, with every figure: ", E("a", A("href", file), file), "."), TableOf(results, pairs));
    }

    /// <summary>The table alone.</summary>
    public static XElement TableOf(ResultsJson results, RunPairs pairs)
    {
        IReadOnlyList<ConnectionJson> shown = results.Strongest is { } strongest ? [.. strongest.Take(StrongestOfMany)]
            : results.Connections!.Count <= Most ? results.Connections
            : Strongest(results.Connections);
        string caption = shown.Count == pairs.All.Count ? "Every pair" : Invariant($"The {shown.Count} strongest of {pairs.All.Count:N0} pairs");
        bool decides = pairs.Score is not null;
        Column[] columns = [.. Columns(shown, decides, ShownUnit.Of(results.AmplitudeUnit))];
        return Table(
            caption, columns.Select(column => column.Name), shown.Select(pair => columns.Select(column => column.Cell(pair)).ToArray()), decides ? 3 : 2);
    }

    private static List<ConnectionJson> Strongest(IReadOnlyList<ConnectionJson> pairs)
    {
        var ranking = new PairRanking(StrongestOfMany);
        for (int at = 0; at < pairs.Count; at++)
        {
            double? evidence = ReportedPair.Deciding(pairs[at])?.Log10EvidenceMax;
            ranking.Add(at, -evidence ?? pairs[at].Sta.PReference ?? double.PositiveInfinity, -pairs[at].Sta.RelativeHeight ?? 0);
        }
        return [.. ranking.TakeAll().Select(at => pairs[at])];
    }

    private static IEnumerable<Column> Columns(IReadOnlyList<ConnectionJson> shown, bool decides, ShownUnit unit)
    {
        yield return new("pair", pair => Invariant($"{pair.Source} → {pair.Target}"));
        if (shown.Any(pair => pair.Truth is not null))
            yield return new("truth", pair => pair.Truth ?? "");
        if (decides)
        {
            yield return new("found", pair => Online(pair)?.State ?? "");
            yield return new("at (s)", pair => Number(Online(pair)?.DecidedAtS, "0.0"));
            yield return new("log10 M", pair => Number(Online(pair)?.Log10EvidenceMax, "0.0"));
            yield return new($"amplitude ({unit.Name})", pair => Number(unit.PerUnit * Online(pair)?.Amplitude, "+0.000;−0.000;0.000"));
            yield return new($"band ({unit.Name})", pair => Band(Online(pair)?.CiAnytime, unit));
        }
        yield return new("spikes", pair => Invariant($"{pair.Spikes:N0}"));
        yield return new($"height ({unit.Name})", pair => Number(unit.PerUnit * pair.Sta.Height, "0.000"));
        if (shown.Any(pair => pair.Sta.PReference is not null))
        {
            yield return new("relative height", pair => Number(pair.Sta.RelativeHeight, "0.00"));
            yield return new("p, one look", pair => P(pair.Sta));
        }
        if (shown.Any(pair => Online(pair)?.Warnings.Count > 0))
            yield return new("warnings", pair => string.Join(", ", Online(pair)?.Warnings ?? []));
    }

    private static OnlineJson? Online(ConnectionJson pair) => ReportedPair.Deciding(pair);

    private static string Number(double? value, string format)
        => value is { } number ? number.ToString(format, System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−') : "–";

    private static string Band(IReadOnlyList<double>? ends, ShownUnit unit)
        => ends is [var low, var high] ? $"{Number(unit.PerUnit * low, "0.00")} … {Number(unit.PerUnit * high, "0.00")}" : "–";

    private static string P(StaJson sta) => sta.Exceedances == 0 ? $"<{Number(sta.PReference, "0.###")}" : Number(sta.PReference, "0.###");

    private sealed record Column(string Name, Func<ConnectionJson, string> Cell);
}
