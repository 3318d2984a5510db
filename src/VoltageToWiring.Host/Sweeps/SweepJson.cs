using System.Text.Json;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;

namespace VoltageToWiring.Host.Sweeps;

/// <summary>The content of <c>sweep.json</c>: which cells there are, and where.</summary>
/// <param name="Schema">Version of this layout.</param>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Build">The build that ran the cells.</param>
/// <param name="Ending">running, completed, cancelled or failed.</param>
/// <param name="Keys">The keys that vary, from the slowest to the fastest.</param>
/// <param name="SummaryOf">Fields that are summarized; empty for all that hold figures.</param>
/// <param name="SummaryBy">Keys whose values make the groups that are summarized.</param>
/// <param name="Figures">Figures that the experiment asks for.</param>
/// <param name="Cells">The cells.</param>
/// <param name="Packages">Packages that the program was built with, with their versions; null where an older version did not say.</param>
public sealed record SweepJson(
    int Schema, string Experiment, string Version, string Build, string Ending, IReadOnlyList<string> Keys,
    IReadOnlyList<string> SummaryOf, IReadOnlyList<string> SummaryBy, IReadOnlyList<FigureRequest> Figures, IReadOnlyList<SweepCellJson> Cells,
    IReadOnlyList<string>? Packages = null)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "sweep.json";

    /// <summary>The layout that is written and read.</summary>
    public const int Layout = 1;

    /// <summary>The state of a sweep.</summary>
    /// <param name="experiment">What is run.</param>
    /// <param name="ending">How it ended; running before.</param>
    /// <param name="faults">What failed, by key of the cell.</param>
    /// <param name="isFinished">Whether a cell has its folder.</param>
    internal static SweepJson Of(
        Experiment experiment, string ending, IReadOnlyDictionary<string, string> faults, Func<ExperimentCell, bool> isFinished)
        => new(
            Layout, experiment.Name, Environs.Version, experiment.Build, ending, experiment.Keys, experiment.SummaryFields, experiment.SummaryKeys,
            experiment.Figures,
            [.. experiment.Cells.Select(cell => new SweepCellJson(
                cell.Number, cell.Values, SweepFolder.NameOf(cell),
                faults.ContainsKey(cell.Key) ? "failed" : isFinished(cell) ? "completed" : "left", faults.GetValueOrDefault(cell.Key)))],
            Running.Packages.Current);

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Null where it is none of these, or of a layout that this version does not know.</returns>
    internal static SweepJson? Read(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return JsonSerializer.Deserialize<SweepJson>(stream, ResultsJson.Format) is { Schema: Layout } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One cell.</summary>
/// <param name="Cell">Its number, from 1.</param>
/// <param name="Values">The values of the keys that vary.</param>
/// <param name="Folder">Its folder, where it is completed.</param>
/// <param name="Ending">completed, failed or left.</param>
/// <param name="Fault">What failed.</param>
public sealed record SweepCellJson(int Cell, IReadOnlyList<string> Values, string Folder, string Ending, string? Fault);
