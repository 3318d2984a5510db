using System.Globalization;
using CsvHelper;
using VoltageToWiring.Files;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Host.Studies;

/// <summary>The files of a study: <c>study.json</c>, and the same as a table, <c>study.csv</c>, a row for each run.</summary>
public static class StudyFiles
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "study.csv";

    /// <summary>Writes them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="found">What was found.</param>
    public static void Write(string folder, StudyJson found)
    {
        ArgumentNullException.ThrowIfNull(found);
        found.Write(folder);
        using var unfinished = new UnfinishedFile(Path.Combine(folder, TableName));
        using (var text = new StreamWriter(unfinished.Stream, leaveOpen: true))
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            string[] figures =
            [
                "p50_s", "p90_s", "p99_s", "p99.9_s", "p99.99_s", "max_s", "reports", "absorbed_p50_s", "absorbed_p99.9_s", "absorbed_max_s", "idle_p99.9_s",
                "realtime_factor", "samples_per_s", "processor_s", "frames_dropped", "allocated_bytes_per_batch", "gen0", "gen2", "gc_pause_s",
            ];
            WriteRow(csv, ["cell", "run", .. found.Keys, .. figures]);
            foreach (MeasuredCell cell in found.Cells)
            {
                for (int run = 0; run < cell.Runs.Count; run++)
                    WriteRow(csv, [cell.Number, run + 1, .. cell.Values, .. Figures(cell.Runs[run].Times)]);
            }
        }
        unfinished.Finish();
    }

    private static void WriteRow(CsvWriter csv, IEnumerable<object?> fields)
    {
        foreach (object? field in fields)
            csv.WriteField(field);
        csv.NextRecord();
    }

    private static object?[] Figures(CellTimes times) =>
    [
        times.Published.P50S, times.Published.P90S, times.Published.P99S, times.Published.P999S, times.Published.P9999S, times.Published.MaxS,
        times.Published.Count, times.Absorbed.P50S, times.Absorbed.P999S, times.Absorbed.MaxS, times.Idle?.P999S, times.RealTimeFactor, times.SamplesPerS,
        times.ProcessorS, times.FramesDropped, times.AllocatedBytesPerBatch, times.Gen0, times.Gen2, times.GcPauseS,
    ];
}
