using System.Globalization;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>What is printed when a sweep is over.</summary>
internal static class SweepEnding
{
    private const int MostFailures = 10;

    public static void WriteSummary(bool quiet, SweepResult result, SweepSummary summary)
    {
        WriteFailures(result);
        if (quiet)
            return;
        Console.WriteLine($"{How(result)}: {What(result)}.");
        SummaryText.Write(summary, Console.Out);
    }

    public static void WriteFolder(bool quiet, string folder) => Console.WriteLine(quiet ? folder : $"Results: {folder}");

    /// <summary>How a sweep that was cancelled comes to its report. Drawing it at once would hold back who wants to stop.</summary>
    public static void WritePartial(bool quiet, string folder)
    {
        if (!quiet)
            Console.WriteLine($"No report was drawn: v2w report {folder} draws it of the cells that are finished.");
    }

    private static void WriteFailures(SweepResult result)
    {
        ExperimentCell[] failed = [.. result.Experiment.Cells.Where(cell => result.Faults.ContainsKey(cell.Key))];
        foreach (ExperimentCell cell in failed.Take(MostFailures))
            Console.Error.WriteLine(SweepWords.Failed(cell, result.Faults[cell.Key]));
        if (failed.Length > MostFailures)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{failed.Length - MostFailures} more cells failed; failed.csv has them all."));
    }

    private static string How(SweepResult result)
        => result.IsCancelled ? "Cancelled; finished cells are kept, and the same command goes on from here"
            : result.Faults.Count > 0 ? "Done, but for what failed"
            : "Done";

    private static string What(SweepResult result)
    {
        string before = result.Found == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {result.Found} were finished before");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Computed} of {SweepWords.Count(result.Experiment.Cells.Count)} in {result.Elapsed.TotalSeconds:0.0} s{before}");
    }
}
