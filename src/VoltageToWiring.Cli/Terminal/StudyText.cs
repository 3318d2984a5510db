using Spectre.Console;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;
using static System.FormattableString;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>A study on the terminal.</summary>
internal static class StudyText
{
    /// <summary>What will be done, in a line.</summary>
    public static string Beginning(Study study)
        => Invariant($"{study.Name}: {study.Cells.Count} cells of {study.Cells.Sum(cell => cell.Seconds):0} s in all, one after the other");

    /// <summary>What was found.</summary>
    public static void Write(bool quiet, StudyJson found, string folder)
    {
        if (!quiet)
        {
            AnsiConsole.Write(Cells(found));
            foreach (FoundCapacity capacity in found.Capacity)
                Console.WriteLine(StudyWords.Of(capacity));
            foreach (MeasuredCell cell in found.Cells.Where(cell => cell.Fault is not null))
                Console.Error.WriteLine($"Cell {cell.Number} ({cell.Description}) failed: {cell.Fault}");
            foreach (string sentence in StudyWords.Recommendations(found))
                Console.WriteLine(sentence);
        }
        Console.WriteLine($"Results: {folder}");
    }

    private static Table Cells(StudyJson found)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in new[] { "cell", "p50", "p99", "p99.9", "max", "idle p99.9", "busiest stage", "dropped", "B/batch" })
            table.AddColumn(new TableColumn(column) { Alignment = column == "cell" ? Justify.Left : Justify.Right });
        foreach (MeasuredCell cell in found.Cells)
        {
            foreach (CellTimes times in cell.Runs.Select(run => run.Times))
                table.AddRow(RowOf(cell, times).Select(Markup.Escape).ToArray());
        }
        return table;
    }

    private static string[] RowOf(MeasuredCell cell, CellTimes times)
    {
        StageTimes busiest = times.Stages.MaxBy(stage => stage.BusyFraction)!;
        return
        [
            cell.Description.Length == 0 ? "the study" : cell.Description, StudyWords.Time(times.Published.P50S), StudyWords.Time(times.Published.P99S),
            StudyWords.Time(times.Published.P999S), StudyWords.Time(times.Published.MaxS), times.Idle is { } idle ? StudyWords.Time(idle.P999S) : "",
            Invariant($"{busiest.Name} {100 * busiest.BusyFraction:0} %"), Invariant($"{times.FramesDropped}"), Invariant($"{times.AllocatedBytesPerBatch:0}"),
        ];
    }
}
