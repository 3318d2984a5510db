using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>What the settings of a figure are checked against.</summary>
/// <param name="binder">Knows where they were written.</param>
/// <param name="path">The key of the figure, such as <c>figures[0].roc</c>.</param>
/// <param name="cells">The cells that may be chosen.</param>
internal sealed class FigureSettings(PipelineBinder binder, string path, CellValues cells)
{
    /// <summary>Refuses a key that does not vary.</summary>
    /// <param name="setting">The setting that names it.</param>
    /// <param name="key">The key; null where the setting was left out.</param>
    public void RequireKey(string setting, string? key)
    {
        if (key is null || cells.Keys.Contains(key))
            return;
        throw Error(
            setting, $"names {key}, which does not vary",
            cells.Keys.Count == 0 ? "a key of grid or zip, of which there are none" : PipelineBinder.Suggestion(key, cells.Keys));
    }

    /// <summary>Refuses a field that holds no figures.</summary>
    /// <param name="setting">The setting that names it.</param>
    /// <param name="field">The field.</param>
    public void RequireField(string setting, string field)
    {
        if (!RunFields.OfFigures.Contains(field))
            throw Error(setting, $"names {field}, which is no field that holds a figure", PipelineBinder.Suggestion(field, RunFields.OfFigures));
    }

    /// <summary>Refuses a choice of cells by something that does not vary, or by a value that no cell has.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="choices">The choices.</param>
    public void RequireCells(string setting, params IEnumerable<CellChoice> choices)
    {
        foreach (CellChoice choice in choices)
        {
            foreach (KeyValuePair<string, string> value in choice.Values)
                RequireKey(setting, value.Key);
            if (!cells.Has(choice))
                throw Error(setting, $"chooses the cell with {choice}, which is not there", cells.Allowed(choice));
        }
    }

    /// <summary>The error of a setting.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="found">What was found, as <c>is …</c>.</param>
    /// <param name="allowed">What is allowed.</param>
    public PipelineException Error(string setting, string found, string allowed) => binder.Error($"{path}.{setting}", found, allowed);
}
