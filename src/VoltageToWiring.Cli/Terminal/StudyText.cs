using VoltageToWiring.Host.Studies;
using static System.FormattableString;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>A study on the terminal.</summary>
internal static class StudyText
{
    /// <summary>What will be done, in a line.</summary>
    public static string Beginning(Study study)
        => Invariant($"{study.Name}: {study.Cells.Count} {(study.Cells.Count == 1 ? "cell" : "cells")} of {study.Cells.Sum(cell => cell.Seconds):0} s in all, one after the other{Searches(study)}");

    /// <summary>What a study would do, without doing it.</summary>
    /// <param name="study">The study.</param>
    /// <param name="print">Where to write.</param>
    public static void Write(Study study, TextWriter print)
    {
        print.WriteLine(Invariant($"# study {study.Name}: {study.Cells.Count} {(study.Cells.Count == 1 ? "cell" : "cells")}{Searches(study)}"));
        foreach (StudyCell cell in study.Cells)
            print.WriteLine(Invariant($"{cell.Number,4}  {(cell.Description.Length == 0 ? "the pipeline as it is" : cell.Description)}, {cell.Load.Repeats} × {cell.Load.WarmUp.Si + cell.Load.Duration.Si:0.###} s"));
        print.WriteLine(Invariant($"About {(study.Cells.Sum(cell => cell.Seconds) + study.SearchSeconds) / 60:0.#} min of recording in all, played at its own rate; each run takes a second or two more, and longer where the machine does not keep up."));
    }

    /// <summary>What was found.</summary>
    public static void Write(bool quiet, StudyJson found)
    {
        foreach (MeasuredCell cell in found.Cells.Where(cell => cell.Fault is not null))
            Console.Error.WriteLine($"Cell {cell.Number}{(cell.Description.Length == 0 ? "" : $" ({cell.Description})")} failed: {cell.Fault}");
        if (quiet)
            return;
        foreach (string line in StudyTable.Of(found))
            Console.WriteLine(line);
        foreach (FoundCapacity capacity in found.Capacity)
            Console.WriteLine(StudyWords.Of(capacity));
        foreach (string sentence in StudyWords.Recommendations(found))
            Console.WriteLine(sentence);
    }

    private static string Searches(Study study) => study.SearchCount switch
    {
        0 => "",
        1 => ", and a search",
        var more => Invariant($", and {more} searches"),
    };
}
