using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Studies;
using static System.FormattableString;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>The cells of a study as a table, a line each, no wider than a terminal.</summary>
internal static class StudyTable
{
    private const int Width = 100;
    private const int Gap = 2;

    /// <param name="Title">Its heading.</param>
    /// <param name="Text">What stands in it.</param>
    /// <param name="IsSpared">Whether it is left out where there is no room for all.</param>
    private sealed record Column(string Title, Func<CellSummary, string> Text, bool IsSpared = false);

    /// <summary>The lines, a heading first; none where nothing was measured.</summary>
    /// <param name="found">The study.</param>
    public static IEnumerable<string> Of(StudyJson found)
    {
        CellSummary[] cells = [.. found.Cells.Where(cell => cell.Runs.Count > 0).Select(cell => new CellSummary(cell))];
        if (cells.Length == 0)
            yield break;
        string repeats = cells.Any(cell => cell.Cell.Runs.Count > 1) ? "; medians over repeats" : "";
        var names = CellNames.Of(found);
        if (found.Keys.Count > 0)
        {
            yield return names.Common is { } first ? $"Latency with {first} (the first), and with what is said instead{repeats}:"
                : $"Latency by {string.Join(", ", KeyLabels.Of(found.Keys))}{repeats}:";
        }
        foreach (string line in Lines(cells, [.. cells.Select(cell => names.InTable(cell.Cell.Values))], [.. Columns(cells)]))
            yield return line;
    }

    private static IEnumerable<string> Lines(CellSummary[] cells, string[] names, Column[] columns)
    {
        string[][] rows = [[.. columns.Select(column => column.Title)], .. cells.Select(cell => columns.Select(column => column.Text(cell)).ToArray())];
        int[] widths = [.. columns.Select((_, at) => rows.Max(row => row[at].Length))];
        int name = names.Max(text => text.Length), room = Width - widths.Sum(width => Gap + width);
        if (name > room && columns.LastOrDefault(column => column.IsSpared) is { } spared)
            return Lines(cells, names, [.. columns.Where(column => column != spared)]);
        return rows.Select((row, at) =>
            Cut(at == 0 ? "" : names[at - 1], Math.Min(name, room)) + string.Concat(row.Select((text, column) => new string(' ', Gap) + text.PadLeft(widths[column]))));
    }

    private static IEnumerable<Column> Columns(CellSummary[] cells)
    {
        yield return new("p50", cell => Time(cell.Of(times => times.Published.P50S).Median));
        yield return new("p99", cell => Time(cell.Of(times => times.Published.P99S).Median), IsSpared: true);
        yield return new("p99.9", cell => Time(cell.Of(times => times.Published.P999S).Median));
        if (cells.Any(cell => cell.Cell.Runs.Count > 1))
            yield return new("from – to", cell => Range(cell.Of(times => times.Published.P999S)));
        yield return new("max", cell => Time(cell.Of(times => times.Published.MaxS).Most));
        if (cells.Any(cell => cell.Runs.All(times => times.Idle is not null)))
            yield return new("idle", cell => Time(cell.Of(times => times.Idle?.P999S ?? 0).Median));
        yield return new("busiest stage", cell => Invariant($"{cell.Busiest.Name} {100 * cell.Busiest.BusyFraction:0} %"), IsSpared: true);
        if (cells.Any(cell => !cell.KeepsUp))
            yield return new("speed", cell => Invariant($"{cell.Of(times => times.RealTimeFactor).Least:0.00}x"));
        if (cells.Any(cell => cell.Dropped > 0))
            yield return new("dropped", cell => Invariant($"{cell.Dropped}"));
    }

    private static string Time(double seconds) => StudyWords.Time(seconds);

    // The unit once where both have it.
    private static string Range(Repeated over)
    {
        string[] least = Time(over.Least).Split(' '), most = Time(over.Most).Split(' ');
        return least[1] == most[1] ? $"{least[0]}–{most[0]} {most[1]}" : $"{least[0]} {least[1]}–{most[0]} {most[1]}";
    }

    private static string Cut(string text, int width) => text.Length <= width ? text.PadRight(width) : text[..(width - 1)] + "…";
}
