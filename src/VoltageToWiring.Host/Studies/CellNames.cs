using VoltageToWiring.Host.Experiments;

namespace VoltageToWiring.Host.Studies;

/// <summary>Short names of cells. Where many keys vary, a cell is told apart by what it has in place of the first one's values.</summary>
/// <param name="keys">The keys that vary.</param>
/// <param name="first">The values of the first cell.</param>
/// <param name="description">The first cell in words.</param>
public sealed class CellNames(IReadOnlyList<string> keys, IReadOnlyList<string> first, string description)
{
    private const int MostKeysTold = 3;

    private readonly string[] _labels = KeyLabels.Of(keys);

    /// <summary>The names of the cells of a study.</summary>
    /// <param name="found">The study.</param>
    public static CellNames Of(StudyJson found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.Cells.Count == 0 ? new CellNames([], [], "") : new CellNames(found.Keys, found.Cells[0].Values, found.Cells[0].Description);
    }

    /// <summary>Whether every name has the values of all keys.</summary>
    public bool AreAllTold => keys.Count <= MostKeysTold;

    /// <summary>What all names leave out: the first cell; null where nothing is.</summary>
    public string? Common => AreAllTold ? null : description;

    /// <summary>The name of a cell in a table whose heading has the keys.</summary>
    /// <param name="values">Its values.</param>
    public string InTable(IReadOnlyList<string> values) => AreAllTold && keys.Count > 0 ? string.Join(", ", values) : Of(values);

    /// <summary>The name of a cell by itself.</summary>
    /// <param name="values">Its values.</param>
    public string Of(IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (keys.Count == 0)
            return "the study";
        string told = string.Join(", ", keys.Index().Where(key => AreAllTold || values[key.Index] != first[key.Index])
            .Select(key => $"{(AreAllTold ? _labels[key.Index] : LastName(key.Item))} {values[key.Index]}"));
        return told.Length == 0 ? "as the first" : told;
    }

    private static string LastName(string key) => key[(key.LastIndexOf('.') + 1)..];
}
