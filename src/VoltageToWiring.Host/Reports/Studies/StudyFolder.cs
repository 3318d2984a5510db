using HdrHistogram;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports.Sweeps;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>The folder of a study, as its report reads it.</summary>
internal sealed class StudyFolder
{
    private readonly CellNames _names;

    private StudyFolder(string path, StudyJson found)
    {
        Path = path;
        Found = found;
        _names = CellNames.Of(found);
        Cells = [.. found.Cells.Where(cell => cell.Runs.Count > 0).Select(cell => new CellSummary(cell))];
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>What was found.</summary>
    public StudyJson Found { get; }

    /// <summary>The cells that have runs.</summary>
    public IReadOnlyList<CellSummary> Cells { get; }

    /// <summary>Whether a folder is that of a study.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsIn(string folder) => File.Exists(System.IO.Path.Combine(folder, StudyJson.FileName));

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder of a study.</param>
    /// <exception cref="PipelineException">There is no study in it.</exception>
    public static StudyFolder Open(string folder)
        => new(folder, StudyJson.Read(folder) ?? throw new PipelineException($"{folder}: found no {StudyJson.FileName}; allowed is the folder of a study."));

    /// <summary>A key that varies, as an axis.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">Its values.</param>
    public static SweptKey Key(string key, IReadOnlyList<string> values) => new(key, values);

    /// <summary>The histogram of a name, of all runs of a cell together, ns; null where none is kept.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="name">The histogram.</param>
    public HistogramBase? Histogram(CellSummary cell, string name)
    {
        HistogramBase? all = null;
        foreach (MeasuredRun run in cell.Cell.Runs)
        {
            if (HistogramFiles.Read(System.IO.Path.Combine(Path, run.Folder), name) is not { } one)
                continue;
            if (all is null)
                all = one;
            else
                all.Add(one);
        }
        return all is { TotalCount: > 0 } ? all : null;
    }

    /// <summary>A run from moment to moment; empty where that is not kept.</summary>
    /// <param name="run">The run.</param>
    public IReadOnlyList<RunMoment> Moments(MeasuredRun run) => MeasuringProcess.Read(System.IO.Path.Combine(Path, run.Folder))?.Moments ?? [];

    /// <summary>What a cell is called in a figure.</summary>
    /// <param name="cell">The cell.</param>
    public string NameOf(CellSummary cell) => _names.Of(cell.Cell.Values);

    /// <summary>What the names of cells leave out, as a sentence; empty where they have all.</summary>
    public string Common => _names.Common is { } first ? $"The first cell has {first}; others are named by what they have instead." : "";
}
