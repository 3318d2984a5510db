using System.Text.Json;
using CsvHelper;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Reports;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Host.Sweeps;

/// <summary>Writes what a sweep leaves beside its cells.</summary>
public static class SweepFiles
{
    /// <summary>Writes what is known before the first cell runs: the experiment, so that it runs from the folder, and which cells there will be.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="experiment">The experiment.</param>
    public static void Begin(SweepFolder folder, Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(folder);
        // A report of fewer cells, or of other figures, is no longer true.
        File.Delete(folder.File(Report.FileName));
        FigureFiles.Clear(folder.Path);
        ExperimentCopy.Write(experiment, folder.Path);
        JsonFile.Write(folder.File(SweepJson.FileName), SweepJson.Of(experiment, "running", new Dictionary<string, string>(), folder.IsFinished));
    }

    /// <summary>Writes the tables of what is finished.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="result">The sweep.</param>
    /// <returns>Statistics over the cells.</returns>
    public static async Task<SweepSummary> WriteAsync(SweepFolder folder, SweepResult result)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(result);
        JsonFile.Write(folder.File(SweepJson.FileName), SweepJson.Of(result.Experiment, result.Ending, result.Faults, folder.IsFinished));
        SweepResults results = SweepResults.Read(folder.Path);
        RunsTable runs = RunsTable.Of(results);
        SweepSummary summary = SweepSummary.Of(results, runs);
        runs.Write(folder.File("runs.csv"));
        summary.Write(folder.File("summary.csv"));
        WriteFailed(folder.File("failed.csv"), results);
        WriteTiming(folder.File("timing.csv"), results);
        if (runs.Rows.Count > 0)
            await SweepConnections.WriteAsync(folder.File(ConnectionsParquet.FileName), results).ConfigureAwait(false);
        return summary;
    }

    // There where something failed.
    private static void WriteFailed(string file, SweepResults results)
    {
        File.Delete(file);
        SweptCell[] failed = [.. results.Cells.Where(cell => cell.Fault is not null)];
        if (failed.Length == 0)
            return;
        using CsvWriter csv = CsvLines.Create(file);
        CsvLines.Write(csv, ["cell", .. results.Keys, "fault"]);
        foreach (SweptCell cell in failed)
            CsvLines.Write(csv, [cell.Number, .. cell.Values, cell.Fault]);
    }

    private static void WriteTiming(string file, SweepResults results)
    {
        using CsvWriter csv = CsvLines.Create(file);
        CsvLines.Write(csv, "cell", "wall_s", "prepare_s", "realtime_factor", "machine");
        foreach (SweptCell cell in results.Cells.Where(cell => cell.Folder is not null))
        {
            using FileStream stream = File.OpenRead(Path.Combine(cell.Folder!, CellRun.TimingFile));
            TimingJson timing = JsonSerializer.Deserialize<TimingJson>(stream, ResultsJson.Format)!;
            CsvLines.Write(csv, cell.Number, timing.WallS, timing.PrepareS, timing.RealtimeFactor, timing.Machine);
        }
    }
}
