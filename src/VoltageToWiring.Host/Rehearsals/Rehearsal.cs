using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Rehearsals;

/// <summary>A run of a reduced pipeline, and the time that each part of its work took.</summary>
internal sealed class Rehearsal
{
    private static readonly int Parts = Enum.GetValues<WorkPart>().Length;

    private readonly double[] _busySeconds;

    private Rehearsal(ResolvedPipeline pipeline, double wallSeconds, double[] busySeconds)
    {
        Pipeline = pipeline;
        WallSeconds = wallSeconds;
        _busySeconds = busySeconds;
        Amounts = new WorkAmounts(pipeline);
    }

    /// <summary>What was run.</summary>
    public ResolvedPipeline Pipeline { get; }

    /// <summary>How much work that is.</summary>
    public WorkAmounts Amounts { get; }

    /// <summary>Wall time from the first frame to the last estimate, s.</summary>
    public double WallSeconds { get; }

    /// <summary>Time that a part took, s.</summary>
    public double this[WorkPart part] => _busySeconds[(int)part];

    /// <summary>Runs a pipeline.</summary>
    /// <param name="pipeline">The pipeline, reduced.</param>
    /// <param name="time">Wall time.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="PipelineException">It failed.</exception>
    public static async Task<Rehearsal> RunAsync(ResolvedPipeline pipeline, TimeProvider time, CancellationToken cancellation)
    {
        using var run = new RecordingRun(pipeline, time);
        RunResult result = await run.RunAsync(cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (result.Problem is { } problem)
            throw new PipelineException(problem);
        var busy = new double[Parts];
        foreach (StageCounters stage in result.Outcome.Telemetry.Stages)
            busy[(int)PartOf(stage.Name)] += stage.BusySeconds;
        if (result.OnlineTimes is { } online)
            Divide(busy, online);
        return new Rehearsal(pipeline, result.Outcome.Progress.Elapsed.TotalSeconds, busy);
    }

    /// <summary>The part that a stage is; reports stand for all that the last stage does.</summary>
    /// <param name="stage">Name of the stage.</param>
    public static WorkPart PartOf(string stage) => stage switch
    {
        "spikes" => WorkPart.Trains,
        "synapses" => WorkPart.Synapses,
        "neurons" => WorkPart.Neurons,
        "imaging" => WorkPart.Imaging,
        "sta" => WorkPart.Averages,
        _ => WorkPart.Reports,
    };

    private static void Divide(double[] busy, OnlineTimes online)
    {
        busy[(int)WorkPart.Scores] = online.FollowingSeconds;
        busy[(int)WorkPart.Regression] = online.RegressionSeconds;
        busy[(int)WorkPart.Fits] = online.FittingSeconds;
        busy[(int)WorkPart.Evidence] = online.ScoringSeconds;
        double reports = busy[(int)WorkPart.Reports];
        for (WorkPart part = WorkPart.Scores; part < WorkPart.Reports; part++)
            reports -= busy[(int)part];
        busy[(int)WorkPart.Reports] = Math.Max(0, reports);
    }
}
