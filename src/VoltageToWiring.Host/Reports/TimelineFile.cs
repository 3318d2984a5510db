using System.Globalization;
using CsvHelper;
using VoltageToWiring.Files;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Host.Reports;

/// <summary>What the timeline says of one pair by one score, report by report. Values that are not known are NaN.</summary>
internal sealed class PairTimeline
{
    public List<double> TimesSeconds { get; } = [];

    public List<double> Evidence { get; } = [];

    public List<double> Amplitudes { get; } = [];

    public List<double> Low { get; } = [];

    public List<double> High { get; } = [];
}

/// <summary>Reads of <c>timeline.csv</c> the rows of some pairs.</summary>
internal static class TimelineFile
{
    /// <summary>The pairs' timelines; a pair without rows has none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="score">By which score.</param>
    /// <param name="pairs">Source and target of the pairs.</param>
    /// <exception cref="FileFormatException">It is no timeline, or breaks off within a row.</exception>
    public static Dictionary<(int Source, int Target), PairTimeline> Read(string file, string score, IEnumerable<(int Source, int Target)> pairs)
    {
        Dictionary<(int, int), PairTimeline> timelines = pairs.ToDictionary(pair => pair, _ => new PairTimeline());
        using var reader = new StreamReader(file);
        using var rows = new CsvParser(reader, CultureInfo.InvariantCulture);
        if (!rows.Read() || !rows.Record!.SequenceEqual(TimelineRow.Columns))
            throw new FileFormatException(file, 1, "another header", string.Join(',', TimelineRow.Columns));
        while (rows.Read())
        {
            if (rows.Count != TimelineRow.Columns.Length)
                throw new FileFormatException(file, rows.Row, $"{rows.Count} cells", $"{TimelineRow.Columns.Length}; the file may have been cut off");
            if (rows[4] == score && timelines.TryGetValue(((int)Number(rows, file, 2), (int)Number(rows, file, 3)), out PairTimeline? timeline))
                Take(rows, file, timeline);
        }
        return timelines.Where(pair => pair.Value.TimesSeconds.Count > 0).ToDictionary();
    }

    private static void Take(CsvParser row, string file, PairTimeline timeline)
    {
        double time = Number(row, file, 1);
        // The last report may stand there twice; of a run that was cancelled at once there is one at 0 s, which knows nothing.
        if (time <= timeline.TimesSeconds.LastOrDefault())
            return;
        timeline.TimesSeconds.Add(time);
        timeline.Evidence.Add(Number(row, file, 6));
        timeline.Amplitudes.Add(Number(row, file, 8));
        timeline.Low.Add(Number(row, file, 9));
        timeline.High.Add(Number(row, file, 10));
    }

    private static double Number(CsvParser row, string file, int column)
    {
        string text = row[column];
        return text.Length == 0 ? double.NaN
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
            : throw new FileFormatException(file, row.Row, $"{TimelineRow.Columns[column]} '{text}'", "a number");
    }
}
