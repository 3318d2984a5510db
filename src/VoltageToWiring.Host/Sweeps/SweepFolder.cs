using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Host.Sweeps;

/// <summary>
/// The folder of a sweep: its tables, and every finished cell in a folder of its own, named by all that its results depend on. So a cell that is
/// there need not be run, whenever and by whichever sweep it was; one that is not whole is not there.
/// </summary>
public sealed class SweepFolder : IDisposable
{
    private const string Cells = "cells";
    private const string Partial = ".partial";
    private const int NameLength = 20;

    private readonly FileStream _lock;

    private SweepFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The log of the sweep.</summary>
    public string Log => File("log.txt");

    /// <summary>The folder that a sweep gets where none is named: <c>results/name</c>, always the same, so that it goes on where it was.</summary>
    /// <param name="name">Name of the experiment.</param>
    public static string DefaultPath(string name)
    {
        string safe = ResultsFolder.SafeName(name);
        // Nothing but dots is a folder above.
        return System.IO.Path.Combine("results", safe.Trim('.').Length == 0 ? "experiment" : safe);
    }

    /// <summary>Where a cell is, relative to the folder of the sweep.</summary>
    /// <param name="cell">The cell.</param>
    public static string NameOf(ExperimentCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return $"{Cells}/{cell.Key[..NameLength]}";
    }

    /// <summary>Opens a folder for a sweep, and holds it: nobody else may write to it meanwhile.</summary>
    /// <param name="path">The folder; made where it does not exist.</param>
    /// <param name="experiment">What will be run. Its cells that are there already stay.</param>
    /// <param name="force">Whether other results that are there may be removed.</param>
    /// <exception cref="PipelineException">It holds other results, another sweep writes to it, or it cannot be written.</exception>
    public static SweepFolder Open(string path, Experiment experiment, bool force)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        if (string.IsNullOrWhiteSpace(path))
            throw new PipelineException("--out: found an empty name; allowed is a folder.");
        if (System.IO.File.Exists(path))
            throw new PipelineException($"--out {path}: found a file; allowed is a folder.");
        SweepFolder? folder = null;
        try
        {
            Directory.CreateDirectory(System.IO.Path.Combine(path, Cells));
            folder = new SweepFolder(path, Hold(path));
            folder.MakeRoom(experiment, force);
            return folder;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or PipelineException)
        {
            folder?.Dispose();
            if (cause is PipelineException)
                throw;
            throw new PipelineException($"--out {path}: found a folder that cannot be written ({cause.Message.TrimEnd('.')}); allowed is a writable folder.", cause);
        }
    }

    /// <summary>Whether a folder holds a cell, without opening it.</summary>
    /// <param name="path">The folder; need not exist.</param>
    /// <param name="cell">The cell.</param>
    public static bool IsFinishedIn(string path, ExperimentCell cell)
        => IsFinishedIn(path, NameOf(cell));

    /// <summary>Whether a folder holds a cell.</summary>
    /// <param name="path">The folder; need not exist.</param>
    /// <param name="name">Where the cell is, relative to it.</param>
    internal static bool IsFinishedIn(string path, string name) => System.IO.File.Exists(System.IO.Path.Combine(path, name, "results.json"));

    /// <summary>Whether a cell is there.</summary>
    /// <param name="cell">The cell.</param>
    public bool IsFinished(ExperimentCell cell) => IsFinishedIn(Path, cell);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Where a cell is written before it is whole.</summary>
    internal ResultsFolder Begin(ExperimentCell cell) => ResultsFolder.New(File(NameOf(cell)) + Partial);

    /// <summary>Puts a cell that is whole where it belongs.</summary>
    internal void Finish(ExperimentCell cell) => Directory.Move(File(NameOf(cell)) + Partial, File(NameOf(cell)));

    /// <summary>Removes what there is of a cell that did not become whole.</summary>
    internal void Drop(ExperimentCell cell)
    {
        if (Directory.Exists(File(NameOf(cell)) + Partial))
            Directory.Delete(File(NameOf(cell)) + Partial, recursive: true);
    }

    private static FileStream Hold(string path)
    {
        string file = System.IO.Path.Combine(path, "sweep.lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (System.IO.File.Exists(file))
        {
            throw new PipelineException($"--out {path}: found another sweep that is writing to it; allowed is to wait for its end, or another folder.");
        }
    }

    private void MakeRoom(Experiment experiment, bool force)
    {
        bool isSweep = System.IO.File.Exists(File(SweepJson.FileName));
        string? other = isSweep ? null : ResultsFolder.FileNames.FirstOrDefault(name => System.IO.File.Exists(File(name)));
        HashSet<string> own = [.. experiment.Cells.Select(cell => System.IO.Path.GetFullPath(File(NameOf(cell))))];
        string[] cells = Directory.GetDirectories(File(Cells));
        string[] strange = [.. cells.Where(cell => !cell.EndsWith(Partial, StringComparison.Ordinal) && !own.Contains(System.IO.Path.GetFullPath(cell)))];
        if (!force && other is not null)
        {
            throw new PipelineException(
                $"--out {Path}: found {other} of an earlier run; allowed is a folder without results or of a sweep, or --force to replace them.");
        }
        if (!force && strange.Length > 0)
            throw new PipelineException($"--out {Path}: found {strange.Length} finished cells of {Origin(experiment)}; allowed is another folder, or --force to remove them.");
        foreach (string name in other is null ? [] : ResultsFolder.FileNames)
            System.IO.File.Delete(File(name));
        foreach (string cell in strange.Concat(cells.Where(cell => cell.EndsWith(Partial, StringComparison.Ordinal))))
            Directory.Delete(cell, recursive: true);
    }

    private string Origin(Experiment experiment) => SweepJson.Read(File(SweepJson.FileName)) switch
    {
        null => "another version of v2w",
        { Build: var build } there when build != experiment.Build => $"another build of v2w ({there.Version}) or another machine",
        { Experiment: var name } when name != experiment.Name => $"the experiment {name}",
        _ => "this experiment with other settings",
    };
}
