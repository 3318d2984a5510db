using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Sweeps;

/// <summary>Runs a cell and writes its folder: what <c>v2w run</c> writes, but timing in a file of its own, and connections as Parquet in any case.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="folder">The folder of the sweep.</param>
/// <param name="time">Wall time.</param>
internal sealed class CellRun(Experiment experiment, SweepFolder folder, TimeProvider time)
{
    /// <summary>Name of the file with all that depends on the machine or the wall clock.</summary>
    public const string TimingFile = "timing.json";

    /// <summary>Runs a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="workers">Threads that share its work.</param>
    /// <param name="recorded">Is told how far its recording is, s.</param>
    /// <param name="cancellation">Drops the cell.</param>
    /// <returns>What failed, as a sentence; null where the cell has its folder, or was dropped.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<string?> RunAsync(ExperimentCell cell, int workers, Action<double> recorded, CancellationToken cancellation)
    {
        try
        {
            ResultsFolder results = folder.Begin(cell);
            RunResult result = await RunAsync(experiment.PipelineOf(cell), results, workers, recorded, cancellation).ConfigureAwait(false);
            if (result.Problem is null && result.Outcome.Ending == RunEnding.Completed)
                folder.Finish(cell);
            return result.Problem;
        }
        catch (PipelineException problem)
        {
            return problem.Message;
        }
        catch (OutOfMemoryException)
        {
            return "It needs more memory than there is.";
        }
        catch (Exception defect) when (defect is not (IOException or UnauthorizedAccessException))
        {
            // It may be that of one cell alone.
            return $"This is a defect of v2w, please report it: {defect}";
        }
        finally
        {
            folder.Drop(cell);
        }
    }

    private async Task<RunResult> RunAsync(
        LoadedPipeline pipeline, ResultsFolder results, int workers, Action<double> recorded, CancellationToken cancellation)
    {
        results.WritePipeline(pipeline);
        using var run = new RecordingRun(pipeline.Resolved.WithWorkers(workers), time);
        using IDisposable progress = run.Progress.Subscribe(at => recorded(at.RecordedSeconds), _ => { });
        RunResult result;
        using (TimelineWriter? timeline = experiment.File.Keep.Timeline ? new TimelineWriter(results.Timeline) : null)
        using (timeline is null ? null : run.Estimates.Subscribe(timeline))
            result = await run.RunAsync(cancellation).ConfigureAwait(false);
        if (result.Problem is not null || result.Outcome.Ending != RunEnding.Completed)
            return result;
        ResultsJson json = ResultsJson.From(result, RunEvaluation.Of(result), Environs.Version, Environs.Machine);
        JsonFile.Write(results.File(TimingFile), json.Timing);
        results.WriteResults(json with { Timing = null });
        await results.WriteTablesAsync(result, experiment.File.Keep.Averages).ConfigureAwait(false);
        IReadOnlyList<ConnectionEstimate> estimates = result.Estimates?.Connections ?? [];
        if (!ManyPairs.Are(estimates.Count))
            await ConnectionsParquet.WriteAsync(results.File(ConnectionsParquet.FileName), estimates, result.Truth).ConfigureAwait(false);
        return result;
    }
}
