using System.Globalization;
using CsvHelper;
using VoltageToWiring.Files;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>The p-value that one look would have given each pair of a cell, report by report.</summary>
/// <param name="TimesSeconds">Times of the reports, s, ascending.</param>
/// <param name="P">By source and target: p at each report; NaN where there was none.</param>
internal sealed record OneLookTimeline(IReadOnlyList<double> TimesSeconds, IReadOnlyDictionary<(int Source, int Target), IReadOnlyList<double>> P)
{
    private const int Time = 1, Source = 2, Target = 3, Score = 4, ReferenceP = 12;

    /// <summary>Reads the timeline of a cell.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="LeftOutException">It was not kept, or has no p-values.</exception>
    /// <exception cref="FileFormatException">It is no timeline.</exception>
    public static OneLookTimeline Read(string file)
    {
        if (!File.Exists(file))
            throw new LeftOutException("The timelines of the cells were not kept; in the experiment, keep: [timeline] does.");
        using var reader = new StreamReader(file);
        using var rows = new CsvParser(reader, CultureInfo.InvariantCulture);
        if (!rows.Read() || !rows.Record!.SequenceEqual(TimelineRow.Columns))
            throw new FileFormatException(file, 1, "another header", string.Join(',', TimelineRow.Columns));
        var times = new List<double>();
        var p = new Dictionary<(int, int), List<double>>();
        while (rows.Read())
        {
            if (rows.Count != TimelineRow.Columns.Length)
                throw new FileFormatException(file, rows.Row, $"{rows.Count} cells", $"{TimelineRow.Columns.Length}; the file may have been cut off");
            if (rows[Score] == "sta")
                Take(rows, file, times, p);
        }
        return p.Values.Any(values => values.Exists(double.IsFinite))
            ? new OneLookTimeline(times, p.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<double>)pair.Value))
            : throw new LeftOutException("The one-look test did not run in the cells (inference.sta.scheme).");
    }

    // All pairs are at one report before the next; the last report may stand there twice.
    private static void Take(CsvParser row, string file, List<double> times, Dictionary<(int, int), List<double>> p)
    {
        double time = Number(row, file, Time);
        if (times.Count == 0 || time > times[^1])
            times.Add(time);
        var pair = ((int)Number(row, file, Source), (int)Number(row, file, Target));
        if (!p.TryGetValue(pair, out List<double>? values))
            p[pair] = values = [];
        if (values.Count < times.Count)
            values.Add(Number(row, file, ReferenceP));
    }

    private static double Number(CsvParser row, string file, int column)
    {
        string text = row[column];
        return text.Length == 0 ? double.NaN
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
            : throw new FileFormatException(file, row.Row, $"{TimelineRow.Columns[column]} '{text}'", "a number");
    }
}
