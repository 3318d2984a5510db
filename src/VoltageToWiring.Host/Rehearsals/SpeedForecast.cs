using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Rehearsals;

/// <summary>How fast a pipeline will run on this machine: what a rehearsal of it took, scaled by the laws by which its work grows.</summary>
public sealed record SpeedForecast
{
    /// <summary>The most trains that are rehearsed: with more of them a single fit takes longer than a rehearsal should.</summary>
    public const int MostTrains = 3000;

    /// <summary>Seconds of recording.</summary>
    public required double RecordedSeconds { get; init; }

    /// <summary>Wall time from the first frame to the last estimate, s.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Wall time of inference alone, once it runs: what a recording that comes from elsewhere would take, s.</summary>
    public required double InferenceSeconds { get; init; }

    /// <summary>Of the wall time, what is done once at a start, compiling above all, s.</summary>
    public required double StartSeconds { get; init; }

    /// <summary>What each part of the work takes, s. Stages run beside each other: together they take longer than the wall time.</summary>
    public required IReadOnlyList<(WorkPart Part, double Seconds)> Parts { get; init; }

    /// <summary>How long the rehearsal took, s.</summary>
    public required double RehearsedSeconds { get; init; }

    /// <summary>Seconds of recording in a second of wall time, as fast as possible.</summary>
    public double RealTimeFactor => RecordedSeconds / WallSeconds;

    /// <summary>Rehearses a pipeline for about a second.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="time">Wall time.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="PipelineException">It has too many trains, or failed.</exception>
    public static async Task<SpeedForecast> RehearseAsync(ResolvedPipeline pipeline, TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(time);
        if (pipeline.Simulation.Trains > MostTrains)
            throw new PipelineException($"Found {pipeline.Simulation.Trains} trains; rehearsed are up to {MostTrains}, with more a single fit takes longer than that.");
        Rehearsals rehearsals = await new RehearsalPlan(pipeline, time).RunAsync(cancellation).ConfigureAwait(false);
        var work = new ScaledWork(rehearsals.OneTile, rehearsals.SeveralTiles);
        double[] parts = work.SecondsOf(pipeline);
        return new SpeedForecast
        {
            RecordedSeconds = pipeline.StopAfterSteps * pipeline.Simulation.StepClock.PeriodSeconds,
            WallSeconds = rehearsals.StartSeconds + work.WallSeconds(pipeline.Links, parts),
            InferenceSeconds = work.WallSeconds(pipeline.Links, [.. parts.Select((seconds, part) => (WorkPart)part < WorkPart.Averages ? 0 : seconds)]),
            StartSeconds = rehearsals.StartSeconds,
            Parts = [.. parts.Select((seconds, part) => ((WorkPart)part, seconds))],
            RehearsedSeconds = rehearsals.ElapsedSeconds,
        };
    }
}
