using System.Globalization;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>Phrases about a sweep.</summary>
internal static class SweepWords
{
    /// <summary>What will run, in a line.</summary>
    public static string Beginning(SweepRun run, int found)
    {
        int cells = run.Experiment.Cells.Count;
        string there = found == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {found} of them finished before");
        return found == cells
            ? $"{run.Experiment.Name}: {Count(cells)}, all finished before"
            : $"{run.Experiment.Name}: {Count(cells)}{there}, {AtOnce(run)}";
    }

    /// <summary>How far it is, in a line.</summary>
    public static string SoFar(SweepProgress progress)
    {
        string failed = progress.Failed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {progress.Failed} failed");
        string left = progress.Left is { } time && progress.Fraction < 1 ? $"; {About(time)} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Found + progress.Computed} of {progress.Cells} cells finished{failed}{left}");
    }

    /// <summary>Such as <c>140 cells</c>.</summary>
    public static string Count(int cells) => string.Create(CultureInfo.InvariantCulture, $"{cells} {(cells == 1 ? "cell" : "cells")}");

    /// <summary>A key and its values, the ends of a long list only.</summary>
    public static string Values(IReadOnlyList<string> values)
    {
        const int Listed = 12, Ends = 3;
        return values.Count <= Listed
            ? string.Join(", ", values)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", values.Take(Ends))}, … {string.Join(", ", values.TakeLast(Ends))} ({values.Count} values)");
    }

    /// <summary>What failed, in a sentence.</summary>
    public static string Failed(ExperimentCell cell, string fault)
        => string.Create(CultureInfo.InvariantCulture, $"Cell {cell.Number}{(cell.Description.Length == 0 ? "" : $" ({cell.Description})")} failed: {fault}");

    private static string AtOnce(SweepRun run)
    {
        string each = run.WorkersEach == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" on {run.WorkersEach} threads each");
        return string.Create(CultureInfo.InvariantCulture, $"{run.AtOnce} at once{each}");
    }

    private static string About(TimeSpan time)
        => time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"about {(int)time.TotalHours} h {time.Minutes} min")
            : time.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"about {time.Minutes} min {time.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(time.TotalSeconds):0} s");
}
