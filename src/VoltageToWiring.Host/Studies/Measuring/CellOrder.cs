using System.Text.Json;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>What a measuring process is told to do: a file in the folder of its run, beside which it writes what it measured.</summary>
public sealed record CellOrder
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "order.json";

    private const string TimesName = "times.json";

    /// <summary>The resolved pipeline, as YAML.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Where relative file names in it begin; in the file relative to the folder of the run, so that it says nothing of the machine.</summary>
    public required string Directory { get; init; }

    /// <summary>The load, as YAML.</summary>
    public required string Load { get; init; }

    /// <summary>Where a run of a cell writes its measurements.</summary>
    /// <param name="folder">The folder of the run.</param>
    public static string TimesFile(string folder) => Path.Combine(folder, TimesName);

    /// <summary>Puts an order into a folder.</summary>
    /// <param name="folder">The folder; made where it does not exist.</param>
    /// <param name="cell">The cell.</param>
    public static void Write(string folder, StudyCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        System.IO.Directory.CreateDirectory(folder);
        string directory = Path.GetRelativePath(Path.GetFullPath(folder), cell.Pipeline.Directory);
        JsonFile.Write(
            Path.Combine(folder, FileName),
            new CellOrder { Pipeline = cell.Pipeline.ToYaml(), Directory = directory, Load = PipelineWriter.Write(cell.Load) });
    }

    /// <summary>Reads the order in a folder.</summary>
    /// <param name="folder">The folder.</param>
    public static CellOrder Read(string folder)
    {
        CellOrder order = JsonSerializer.Deserialize<CellOrder>(File.ReadAllText(Path.Combine(folder, FileName)), ResultsJson.Format)
            ?? throw new PipelineException($"{folder}: {FileName} is empty.");
        return order with { Directory = Path.GetFullPath(order.Directory, Path.GetFullPath(folder)) };
    }

    /// <summary>The pipeline.</summary>
    public ResolvedPipeline Resolve() => LoadedPipeline.FromText(Pipeline, FileName, [], Directory).Resolved;

    /// <summary>The load.</summary>
    public LoadSection ReadLoad() => new PipelineBinder(PipelineDocument.Parse(Load, FileName)).Bind<LoadSection>();
}
