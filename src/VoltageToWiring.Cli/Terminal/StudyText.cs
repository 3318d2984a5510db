using VoltageToWiring.Host.Studies;
using static System.FormattableString;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>A study on the terminal.</summary>
internal static class StudyText
{
    /// <summary>What will be done, in a line.</summary>
    public static string Beginning(Study study)
        => Invariant($"{study.Name}: {study.Cells.Count} {(study.Cells.Count == 1 ? "cell" : "cells")} of {study.Cells.Sum(cell => cell.Seconds):0} s in all, one after the other{Searches(study)}");

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
