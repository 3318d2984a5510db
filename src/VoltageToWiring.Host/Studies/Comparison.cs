using VoltageToWiring.Host.Experiments;

namespace VoltageToWiring.Host.Studies;

/// <summary>Cells that differ in one key alone.</summary>
/// <param name="Key">The key.</param>
/// <param name="Others">What they have in common, such as <c>batch 1 ms, workers 2</c>; empty where nothing else varies.</param>
/// <param name="Values">The values of the key, in the order of the study.</param>
/// <param name="Cells">A cell for each value.</param>
public sealed record Comparison(string Key, string Others, IReadOnlyList<string> Values, IReadOnlyList<CellSummary> Cells)
{
    /// <summary>Every comparison that a study allows for a key, those with most values first.</summary>
    /// <param name="found">The study.</param>
    /// <param name="key">One of its keys.</param>
    public static IReadOnlyList<Comparison> Of(StudyJson found, string key)
    {
        ArgumentNullException.ThrowIfNull(found);
        int at = found.Keys.ToList().IndexOf(key);
        string[] labels = KeyLabels.Of(found.Keys);
        string OthersOf(MeasuredCell cell) => string.Join(", ", found.Keys.Index().Where(pair => pair.Index != at).Select(pair => $"{labels[pair.Index]} {cell.Values[pair.Index]}"));
        return
        [
            .. found.Cells.Where(cell => cell.Runs.Count > 0).GroupBy(OthersOf)
                .Select(group => (Others: group.Key, Cells: group.DistinctBy(cell => cell.Values[at]).ToArray()))
                .Where(group => group.Cells.Length > 1).OrderByDescending(group => group.Cells.Length)
                .Select(group => new Comparison(
                    key, WhatIsTold(found, at, labels, group.Cells[0]), [.. group.Cells.Select(cell => cell.Values[at])],
                    [.. group.Cells.Select(cell => new CellSummary(cell))])),
        ];
    }

    // Keys that have one value throughout need not be told, nor, where many keys vary, what is as in the first cell.
    private static string WhatIsTold(StudyJson found, int key, string[] labels, MeasuredCell cell)
    {
        bool areAllTold = CellNames.Of(found).AreAllTold;
        bool IsTold(int at) => areAllTold ? found.Cells.Any(other => other.Values[at] != cell.Values[at]) : found.Cells[0].Values[at] != cell.Values[at];
        return string.Join(", ", found.Keys.Index().Where(pair => pair.Index != key && IsTold(pair.Index)).Select(pair => $"{labels[pair.Index]} {cell.Values[pair.Index]}"));
    }
}
