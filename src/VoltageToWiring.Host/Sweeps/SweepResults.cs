using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Sweeps;

/// <summary>
/// What a sweep left in its folder: which cells there are, what varies between them, where each has its results, and what the experiment asks
/// to be made of them. Tables and reports are made from this, right after a sweep or years later.
/// </summary>
public sealed class SweepResults
{
    private readonly SweepJson _json;

    private SweepResults(string folder, SweepJson json)
    {
        Folder = folder;
        _json = json;
        Cells = [.. json.Cells.Select(cell => new SweptCell(
            cell.Cell, cell.Values, IsFinished(folder, cell) ? Path.Combine(folder, cell.Folder) : null, cell.Fault))];
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Name of the experiment.</summary>
    public string Experiment => _json.Experiment;

    /// <summary>Version of the program that ran it.</summary>
    public string Version => _json.Version;

    /// <summary>The build that ran it.</summary>
    public string Build => _json.Build;

    /// <summary>Packages that the program was built with, with their versions; empty where that is not known.</summary>
    public IReadOnlyList<string> Packages => _json.Packages ?? [];

    /// <summary>running, completed, cancelled or failed.</summary>
    public string Ending => _json.Ending;

    /// <summary>The keys that vary, from the slowest to the fastest.</summary>
    public IReadOnlyList<string> Keys => _json.Keys;

    /// <summary>All cells, finished or not, in their order.</summary>
    public IReadOnlyList<SweptCell> Cells { get; }

    /// <summary>The figures that the experiment asks for.</summary>
    public IReadOnlyList<FigureRequest> Figures => _json.Figures;

    /// <summary>Fields that the experiment asks to be summarized; empty for all that hold figures.</summary>
    public IReadOnlyList<string> SummaryOf => _json.SummaryOf;

    /// <summary>Keys whose values make the groups that are summarized.</summary>
    public IReadOnlyList<string> SummaryBy => _json.SummaryBy;

    /// <summary>Cells that have not been tried, or that a sweep which is not over may be running.</summary>
    public int Left => Cells.Count(cell => cell.Folder is null && cell.Fault is null);

    /// <summary>Whether a folder is that of a sweep.</summary>
    /// <param name="folder">The folder; need not exist.</param>
    public static bool AreIn(string folder) => File.Exists(Path.Combine(folder, SweepJson.FileName));

    /// <summary>Reads what a sweep left.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="PipelineException">It is none of a sweep, or of another version.</exception>
    public static SweepResults Read(string folder)
    {
        string file = Path.Combine(folder, SweepJson.FileName);
        try
        {
            return SweepJson.Read(file) is { } json
                ? new SweepResults(folder, json)
                : throw new PipelineException($"{file}: found results of another version of v2w; allowed is {SweepJson.FileName} of layout {SweepJson.Layout}.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"{file} cannot be read ({cause.Message.TrimEnd('.')}); allowed is the folder of a sweep.", cause);
        }
    }

    // A sweep that runs, or was killed, has not written down what it has finished since: a cell's folder alone says so.
    private static bool IsFinished(string folder, SweepCellJson cell)
        => cell.Ending == "completed" || cell.Ending == "left" && SweepFolder.IsFinishedIn(folder, cell.Folder);
}

/// <summary>One cell of a sweep.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Values">The values of the keys that vary, in their order, as written.</param>
/// <param name="Folder">The folder with its results; null where it has none.</param>
/// <param name="Fault">What failed; null where nothing did.</param>
public sealed record SweptCell(int Number, IReadOnlyList<string> Values, string? Folder, string? Fault);
