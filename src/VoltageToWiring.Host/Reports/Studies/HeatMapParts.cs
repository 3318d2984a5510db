using VoltageToWiring.Figures;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Reports.Sweeps;
using VoltageToWiring.Host.Studies;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>The 99.9th percentile against every two keys of which all values were crossed.</summary>
internal static class HeatMapParts
{
    private const int MostMaps = 6;
    private const int MostValues = 12;

    public static IEnumerable<ReportFigure> Of(StudyFolder folder) => Pairs(folder.Found.Keys.Count)
        .Select(pair => OfPair(folder, pair.First, pair.Second)).OfType<ReportFigure>().Take(MostMaps);

    private static IEnumerable<(int First, int Second)> Pairs(int keys)
        => Enumerable.Range(0, keys).SelectMany(first => Enumerable.Range(first + 1, Math.Max(0, keys - first - 1)).Select(second => (first, second)));

    // Of the cells that agree in everything else those that cover the largest table.
    private static ReportFigure? OfPair(StudyFolder folder, int y, int x)
    {
        IReadOnlyList<string> keys = folder.Found.Keys;
        CellSummary[][] tables =
        [
            .. folder.Cells.GroupBy(cell => string.Join('\n', cell.Cell.Values.Where((_, at) => at != x && at != y)))
                .Select(group => group.ToArray()).Where(cells => IsTable(cells, x, y)).OrderByDescending(cells => cells.Length),
        ];
        return tables.Length == 0 ? null : Draw(folder, tables[0], keys, x, y);
    }

    // A cell for every value of the one with every value of the other: keys that move together may have as many, but the same again.
    private static bool IsTable(CellSummary[] cells, int x, int y)
    {
        int columns = cells.Select(cell => cell.Cell.Values[x]).Distinct().Count(), rows = cells.Select(cell => cell.Cell.Values[y]).Distinct().Count();
        return columns is > 1 and <= MostValues && rows is > 1 and <= MostValues && columns * rows == cells.Length
            && cells.Select(cell => (cell.Cell.Values[x], cell.Cell.Values[y])).Distinct().Count() == cells.Length;
    }

    private static ReportFigure Draw(StudyFolder folder, CellSummary[] cells, IReadOnlyList<string> keys, int x, int y)
    {
        SweptKey columns = StudyFolder.Key(keys[x], [.. cells.Select(cell => cell.Cell.Values[x]).Distinct()]);
        SweptKey rows = StudyFolder.Key(keys[y], [.. cells.Select(cell => cell.Cell.Values[y]).Distinct()]);
        CellSummary[] inOrder = [.. rows.Values.SelectMany(row => columns.Values.Select(column => cells.First(cell => cell.Cell.Values[x] == column && cell.Cell.Values[y] == row)))];
        var map = new HeatMap
        {
            XLabel = columns.Label,
            Columns = [.. columns.Values.Select((_, at) => columns.Short(at))],
            YLabel = rows.Label,
            Rows = [.. rows.Values.Select((_, at) => rows.Short(at))],
            Values = [.. inOrder.Select(cell => cell.Of(times => times.Published.P999S).Median)],
            Texts = [.. inOrder.Select(cell => StudyWords.Time(cell.Of(times => times.Published.P999S).Median) + (cell.KeepsUp ? "" : " *"))],
            IsLogarithmic = true,
        };
        string title = $"{rows.Words} and {columns.Words} together";
        return new ReportFigure(
            char.ToUpperInvariant(title[0]) + title[1..],
            $"Latency at the 99.9th percentile, medians over repeats.{(inOrder.Any(cell => !cell.KeepsUp) ? " *: did not keep up." : "")}{Common(folder, cells[0], keys, x, y)}",
            HeatMapFigure.Of($"heat-{keys[y].Replace('.', '-')}-{keys[x].Replace('.', '-')}", $"{title}: latency at the 99.9th percentile.", map), DependsOnTheClock: true);
    }

    private static string Common(StudyFolder folder, CellSummary cell, IReadOnlyList<string> keys, int x, int y)
    {
        string[] labels = KeyLabels.Of(keys);
        string[] told =
        [
            .. keys.Index().Where(key => key.Index != x && key.Index != y && folder.Cells.Any(other => other.Cell.Values[key.Index] != cell.Cell.Values[key.Index]))
                .Select(key => $"{labels[key.Index]} {cell.Cell.Values[key.Index]}"),
        ];
        return told.Length == 0 ? "" : $" All with {string.Join(", ", told)}.";
    }
}
