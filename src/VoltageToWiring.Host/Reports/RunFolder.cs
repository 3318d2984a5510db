using System.Text.Json;
using VoltageToWiring.Files;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports;

/// <summary>The folder of one run, to be read: whatever a report shows is in its files.</summary>
public sealed class RunFolder
{
    private const string ResultsName = "results.json";
    private const string TimelineName = "timeline.csv";
    private const string PipelineName = "pipeline.yaml";

    /// <summary>The folder of a run that was just written.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="results">What <c>results.json</c> holds.</param>
    /// <param name="pipeline">What was run.</param>
    public RunFolder(string path, ResultsJson results, LoadedPipeline pipeline)
    {
        Path = path;
        Results = results;
        Pipeline = pipeline;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What <c>results.json</c> holds.</summary>
    public ResultsJson Results { get; }

    /// <summary>What was run.</summary>
    public LoadedPipeline Pipeline { get; }

    /// <summary>The same for the recording that was run.</summary>
    public ResolvedPipeline Resolved => field ??= Results.Recording is { } recording ? Pipeline.For(recording.ToInfo()) : Pipeline.Resolved;

    /// <summary>Whether anybody knows what is connected: of a simulation, and of nothing else.</summary>
    internal bool KnowsTruth => Results.Recording is null;

    /// <summary>What gives pairs their colours, as the end of a sentence.</summary>
    internal string WhatPairsAre => KnowsTruth ? "what it truly is" : "what it was found to be";

    /// <summary>The timeline.</summary>
    internal string Timeline => File(TimelineName);

    /// <summary>Reads a folder that <c>v2w run</c> wrote, perhaps long ago.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="PipelineException">It is no such folder, or something in it is missing or damaged.</exception>
    public static RunFolder Open(string path)
    {
        if (!Directory.Exists(path))
            throw new PipelineException($"{path}: found no folder; allowed is the results folder of a run.");
        string results = System.IO.Path.Combine(path, ResultsName);
        if (!System.IO.File.Exists(results))
        {
            string found = System.IO.File.Exists(System.IO.Path.Combine(path, "calibration.json")) ? "the results of a calibration" : $"no {ResultsName}";
            throw new PipelineException($"{path}: found {found}; allowed is the results folder of a run.");
        }
        return Open(path, TimelineName, PipelineName);
    }

    /// <summary>Reads the folder of a finished cell of a sweep, of which the timeline may not have been kept.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="PipelineException">Something in it is missing or damaged.</exception>
    internal static RunFolder OpenCell(string path) => Open(path, ResultsName, PipelineName);

    private static RunFolder Open(string path, params string[] required)
    {
        foreach (string name in required)
        {
            if (!System.IO.File.Exists(System.IO.Path.Combine(path, name)))
                throw new PipelineException($"{path}: found no {name}; allowed is a results folder with all that the run wrote.");
        }
        ResultsJson content = Read(System.IO.Path.Combine(path, ResultsName));
        return new RunFolder(path, content, LoadedPipeline.FromFile(System.IO.Path.Combine(path, PipelineName), []));
    }

    /// <summary>Opens an array of the run; null where there is none.</summary>
    /// <param name="name">Name of the file.</param>
    internal NpyRows? Rows(string name) => System.IO.File.Exists(File(name)) ? new NpyRows(File(name)) : null;

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    private static ResultsJson Read(string file)
    {
        try
        {
            using FileStream stream = System.IO.File.OpenRead(file);
            ResultsJson? results = JsonSerializer.Deserialize<ResultsJson>(stream, ResultsJson.Format);
            return results is { Schema: ResultsJson.CurrentSchema } ? results
                : throw new PipelineException(Invariant($"{file}: found layout {results?.Schema ?? 0}; allowed is layout {ResultsJson.CurrentSchema}."));
        }
        catch (JsonException damage)
        {
            string where = damage.LineNumber is { } line ? Invariant($", line {line + 1}") : "";
            throw new PipelineException($"{file}{where}: found JSON that breaks off or is no result of a run; allowed is the file as a run wrote it.", damage);
        }
    }
}
