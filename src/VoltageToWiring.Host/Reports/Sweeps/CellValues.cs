using VoltageToWiring.Host.Experiments;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>Which cells an experiment has by the values of the keys that vary: as it is written, and as the command line has it.</summary>
/// <remarks>
/// A figure may choose a cell that the command line leaves out: who runs two seeds of twenty need not write other figures. The report says why
/// such a figure is not there.
/// </remarks>
/// <param name="written">What the file varies.</param>
/// <param name="varied">What varies.</param>
internal sealed class CellValues(Varied written, Varied varied)
{
    private const int Listed = 12;

    /// <summary>The keys that vary.</summary>
    public IReadOnlyList<string> Keys { get; } = [.. varied.Keys.Select(key => key.Path)];

    /// <summary>Whether there is a cell that was chosen, or would be.</summary>
    /// <param name="choice">The choice.</param>
    public bool Has(CellChoice choice) => IsIn(varied, choice) || IsIn(written, choice);

    /// <summary>What may be chosen.</summary>
    /// <param name="choice">A choice of a cell that is not there.</param>
    public string Allowed(CellChoice choice)
    {
        foreach ((string key, string value) in choice.Values)
        {
            if (!Has(new CellChoice([KeyValuePair.Create(key, value)])))
                return $"a value of {key}: {Values(key)}";
        }
        return "values that stand together in a cell";
    }

    /// <summary>Whether something that varies has a cell that was chosen.</summary>
    /// <param name="varied">What varies.</param>
    /// <param name="choice">The choice.</param>
    public static bool IsIn(Varied varied, CellChoice choice)
    {
        string[] keys = [.. varied.Keys.Select(key => key.Path)];
        return Enumerable.Range(0, varied.Cells).Any(cell => choice.IsOf(keys, [.. varied.ValuesOf(cell).Select(value => value.Label)]));
    }

    private string Values(string key)
    {
        string[] values = [.. varied.Keys.First(known => known.Path == key).Values.Select(value => value.Label).Distinct()];
        return values.Length <= Listed ? string.Join(", ", values) : $"{values[0]}, {values[1]}, … {values[^1]}";
    }
}
