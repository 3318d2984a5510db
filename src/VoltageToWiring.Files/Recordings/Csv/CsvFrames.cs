using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Csv;

/// <summary>Finds which frames the rows of traces are, in passes through the file.</summary>
internal static class CsvFrames
{
    public static (SampleClock Clock, IReadOnlyList<FrameRun> Runs) Read(string path, CsvHead head, ReadOptions options, CancellationToken cancellation)
    {
        SampleClock? stated = head.Rate("frame_rate");
        if (head.FrameColumn >= 0 && (stated ?? options.FrameRate) is not null)
            return (options.RateOf(stated is null ? path : $"{path}, frame_rate", stated), ByIndex(path, head, cancellation));
        if (head.TimeColumn < 0)
            throw new FileFormatException(path, "no frame rate", "a line '# frame_rate: …', a column time_s, or a frame rate that is given beside the file");
        long rows = Times(path, head, cancellation).LongCount();
        if (rows == 0)
            throw NoRows(path);
        FrameGrid grid = FrameGrid.Read($"{path}, time_s", () => Times(path, head, cancellation), rows, options, stated);
        return (grid.Clock, grid.Runs);
    }

    private static IReadOnlyList<FrameRun> ByIndex(string path, CsvHead head, CancellationToken cancellation)
    {
        var runs = new FrameRuns();
        using var lines = new TraceLines(path, head);
        while (lines.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            runs.Add(lines.Frame(head.FrameColumn, runs.End), 1);
        }
        return runs.Runs.Count > 0 ? runs.Runs : throw NoRows(path);
    }

    private static IEnumerable<double> Times(string path, CsvHead head, CancellationToken cancellation)
    {
        using var lines = new TraceLines(path, head);
        while (lines.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return lines.Number(head.TimeColumn);
        }
    }

    private static FileFormatException NoRows(string path) => new(path, "no frames", "a row for each frame");
}
