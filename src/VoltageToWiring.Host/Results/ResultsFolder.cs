using System.Globalization;
using VoltageToWiring.Files;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>The folder that a run or a calibration writes to.</summary>
public sealed class ResultsFolder
{
    /// <summary>Name of the file with the averages.</summary>
    public const string StaFileName = "sta.npy";

    /// <summary>Name of the file with what averages of surrogates look like.</summary>
    public const string StaSurrogatesFileName = "sta_surrogates.npy";

    /// <summary>The files that are written, by a run, a calibration or a sweep: what one left is not mixed with what another writes.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
    [
        "results.json", "connections.csv", ConnectionsParquet.FileName, "timeline.csv", StaFileName, StaSurrogatesFileName, ExcerptJson.FileName, DetectedSpikesCsv.FileName, RunReport.FileName,
        "calibration.json", "calibration.csv", "pipeline.yaml", "sweep.json", "runs.csv", "study.json", "study.csv", "log.txt",
    ];

    private ResultsFolder(string path)
    {
        Path = path;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The log of the run.</summary>
    public string Log => File("log.txt");

    /// <summary>The timeline of the run.</summary>
    public string Timeline => File("timeline.csv");

    /// <summary>The folder that a run gets where none is named: <c>results/name-UTC time</c> under the current directory.</summary>
    /// <param name="name">Name of the pipeline.</param>
    /// <param name="time">Wall time.</param>
    public static string DefaultPath(string name, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        string safe = SafeName(name);
        string stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string path = System.IO.Path.Combine("results", $"{safe}-{stamp}Z");
        for (int i = 2; Directory.Exists(path); i++)
            path = System.IO.Path.Combine("results", string.Create(CultureInfo.InvariantCulture, $"{safe}-{stamp}Z-{i}"));
        return path;
    }

    /// <summary>A name as a folder may have it.</summary>
    /// <param name="name">The name.</param>
    internal static string SafeName(string name)
        => string.Concat((name ?? "").Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));

    /// <summary>A new folder, in a place that nobody else knows; what is there is removed.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal static ResultsFolder New(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        return new ResultsFolder(path);
    }

    /// <summary>Opens a folder for the results of one run.</summary>
    /// <param name="path">The folder; made where it does not exist.</param>
    /// <param name="force">Whether results that are there may be replaced.</param>
    /// <exception cref="PipelineException">It holds results already, or cannot be written.</exception>
    public static ResultsFolder Open(string path, bool force)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new PipelineException("--out: found an empty name; allowed is a folder.");
        var folder = new ResultsFolder(path);
        try
        {
            if (System.IO.File.Exists(path))
                throw new PipelineException($"--out {path}: found a file; allowed is a folder.");
            if (!force && Directory.Exists(path) && FileNames.FirstOrDefault(name => System.IO.File.Exists(folder.File(name))) is { } there)
            {
                throw new PipelineException(
                    $"--out {path}: found {there} of an earlier run; allowed is a folder without results, or --force to replace them.");
            }
            Directory.CreateDirectory(path);
            // Whether it can be written is known only by writing.
            using (System.IO.File.Create(folder.File("log.txt")))
            {
            }
            foreach (string name in FileNames)
                System.IO.File.Delete(folder.File(name));
            FigureFiles.Clear(path);
            return folder;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"--out {path}: found a folder that cannot be written ({cause.Message.TrimEnd('.')}); allowed is a writable folder.", cause);
        }
    }

    /// <summary>Writes the resolved pipeline; running it again gives the same results.</summary>
    /// <param name="pipeline">The pipeline.</param>
    public void WritePipeline(LoadedPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        pipeline.WriteInto(Path);
    }

    /// <summary>Writes the tables of a run, those of connections and of averages, beside each other.</summary>
    /// <param name="result">The run; nothing of it may change until they are written.</param>
    /// <param name="withAverages">Whether the averages of all pairs are written, too.</param>
    public Task WriteTablesAsync(RunResult result, bool withAverages = true)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Task.WhenAll(Task.Run(() => WriteConnectionsAsync(result)), Task.Run(() => WriteArrays(result, withAverages)));
    }

    /// <summary>Writes what a run gave in short.</summary>
    /// <param name="results">The run, ready to write.</param>
    public void WriteResults(ResultsJson results) => JsonFile.Write(File("results.json"), results);

    private async Task WriteConnectionsAsync(RunResult result)
    {
        IReadOnlyList<ConnectionEstimate> estimates = result.Estimates?.Connections ?? [];
        if (ManyPairs.Are(estimates.Count))
            await ConnectionsParquet.WriteAsync(File(ConnectionsParquet.FileName), estimates, result.Truth).ConfigureAwait(false);
        else
            ConnectionsCsv.Write(File("connections.csv"), estimates, result.Truth);
    }

    private void WriteArrays(RunResult result, bool withAverages)
    {
        if (withAverages && result.Averages is { } averages)
            WriteAverages(averages, result);
        if (result.Excerpt is { } excerpt)
            WriteArray(ExcerptJson.FileName, [excerpt.Samples.Length], (_, samples) => excerpt.Samples.CopyTo(samples), single: false);
        if (result.Spikes is { } spikes)
            DetectedSpikesCsv.Write(File(DetectedSpikesCsv.FileName), spikes, result.Info);
    }

    // Of many pairs in single precision: averages of voltages are not known to more digits, and there are gigabytes of them.
    private void WriteAverages(SpikeTriggeredAverageStage averages, RunResult result)
    {
        int sources = result.Info.Sources, targets = result.Info.Targets, frames = result.Pipeline.Sta.WindowFrames;
        bool many = ManyPairs.Are(result.Info.Pairs.Count);
        WriteArray(StaFileName, [targets, sources, frames], (pair, average) => averages.CopyAverage(pair % sources, pair / sources, average), many);
        if (averages.Surrogates == 0 || many)
            return;
        var deviation = new double[frames];
        WriteArray(
            StaSurrogatesFileName, [targets, sources, 2, frames],
            (row, values) =>
            {
                int pair = row / 2;
                if (row % 2 == 0)
                    averages.CopySurrogateSpread(pair % sources, pair / sources, values, deviation);
                else
                    deviation.CopyTo(values);
            },
            single: false);
    }

    private void WriteArray(string name, IReadOnlyList<int> shape, Action<int, Span<double>> fillRow, bool single)
    {
        using var unfinished = new UnfinishedFile(File(name));
        NpyFile.Write(unfinished.Stream, shape, fillRow, single);
        unfinished.Finish();
    }

    internal string File(string name) => System.IO.Path.Combine(Path, name);
}
