using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Rehearsals;

/// <summary>How much of each part of its work a pipeline has. What they are counted in matters to nobody: amounts of two pipelines are compared.</summary>
internal sealed class WorkAmounts
{
    // Multiplications for a lane and a frame: scored again by filters of some 300 frames, or only looked at.
    private const double OperationsOfReplayedFrame = 300;
    private const double OperationsOfStudiedFrame = 40;

    // The evidence of a block costs as much as the lookups of so many spikes, whatever spikes it has.
    private const double SpikesForABlock = 9;

    private readonly double _seconds;
    private readonly double _reports;
    private readonly double _trains;
    private readonly OnlineForecast? _online;

    /// <summary>The amounts of a pipeline.</summary>
    public WorkAmounts(ResolvedPipeline pipeline)
    {
        _seconds = pipeline.StopAfterSteps * pipeline.Simulation.StepClock.PeriodSeconds;
        _trains = pipeline.Simulation.Recorded.Count;
        _reports = Math.Ceiling(_seconds / pipeline.Sta.ReportEveryFrames / pipeline.Simulation.FrameClock.PeriodSeconds) + 1;
        _online = ResourceEstimate.OnlineOf(pipeline);
    }

    /// <summary>The amount of what is done once, whatever the number of targets.</summary>
    /// <param name="part">The part.</param>
    public double Shared(WorkPart part) => part switch
    {
        WorkPart.Fits => _online?.Solutions ?? 0,
        WorkPart.Evidence => Evidence,
        WorkPart.Reports => _reports,
        _ => _seconds,
    };

    /// <summary>The amount of what is done for each tile of targets.</summary>
    /// <param name="part">The part.</param>
    public double OfTile(WorkPart part) => part switch
    {
        WorkPart.Scores => _online?.FramesScored ?? 0,
        WorkPart.Fits => Fits,
        WorkPart.Evidence => Evidence,
        WorkPart.Reports => _reports,
        _ => _seconds,
    };

    private double Fits => _online is null
        ? 0
        : _online.Solutions * _trains * _trains + _online.FramesReplayed * OperationsOfReplayedFrame + _online.FramesStudied * OperationsOfStudiedFrame;

    private double Evidence => _online is null ? 0 : _online.SpikesScored + SpikesForABlock * _online.Blocks;
}
