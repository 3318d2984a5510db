using System.Text.Json;
using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Sweeps;
using static System.FormattableString;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>On which machine cells were run, and how long they took.</summary>
internal static class SweepTimingSection
{
    public static XElement Of(SweepResults results)
    {
        TimingJson[] timings = [.. results.Cells.Where(cell => cell.Folder is not null).Select(cell => Read(Path.Combine(cell.Folder!, CellRun.TimingFile))).OfType<TimingJson>()];
        return ReportPage.Section(
            "timing", "How it was run",
            timings.Length == 0 ? E("p", "No cell has said how long it took.") : Table(
                "Finished cells by machine", ["machine", "cells", "wall time of all (s)", "longest (s)", "times real time, median"],
                timings.GroupBy(timing => timing.Machine).Select(machine => new[]
                {
                    machine.Key, Invariant($"{machine.Count()}"), Invariant($"{machine.Sum(Seconds):0.0}"), Invariant($"{machine.Max(Seconds):0.00}"),
                    Invariant($"{Evaluation.Median.Of([.. machine.Select(timing => timing.RealtimeFactor)]):0.#}"),
                })));
    }

    private static double Seconds(TimingJson timing) => timing.WallS + timing.PrepareS;

    private static TimingJson? Read(string file)
    {
        if (!File.Exists(file))
            return null;
        using FileStream stream = File.OpenRead(file);
        return JsonSerializer.Deserialize<TimingJson>(stream, ResultsJson.Format);
    }
}
