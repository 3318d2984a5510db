using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Pacing;

namespace VoltageToWiring.Host.Rehearsals;

/// <summary>A pipeline that does the same work on less: fewer targets, a shorter recording.</summary>
internal static class ReducedPipeline
{
    /// <summary>The same with the first trains only, or all where they are fewer.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="trains">How many, at least 1.</param>
    public static ResolvedPipeline WithTrains(ResolvedPipeline pipeline, int trains)
    {
        SimulationOptions s = pipeline.Simulation;
        if (s.Trains <= trains)
            return pipeline;
        int kept = s.SpikeTimesSeconds is null ? Math.Min(trains, s.RatesHz.Count) : trains;
        return pipeline.With(s with
        {
            RatesHz = [.. s.RatesHz.Take(kept)],
            SpikeTimesSeconds = s.SpikeTimesSeconds?.Take(kept).ToArray(),
            Copies = null,
            Recorded = RecordedTrains.All(kept),
            Wiring = WiringOf(s.Wiring, kept, s.Wiring.Targets),
        });
    }

    /// <summary>Reduces a pipeline; all its trains stay.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="targets">Targets that stay, the first ones; at least 1.</param>
    /// <param name="seconds">Length of the recording, s; as long as it was where that is less.</param>
    public static ResolvedPipeline Of(ResolvedPipeline pipeline, int targets, double seconds)
    {
        SimulationOptions s = pipeline.Simulation;
        long stepsPerFrame = s.Camera.StepsPerFrame;
        long frames = Math.Max(1, (long)(seconds / s.StepClock.PeriodSeconds / stepsPerFrame));
        long steps = Math.Min(Math.Min(s.TotalSteps, pipeline.StopAfterSteps), frames * stepsPerFrame);
        double end = s.StepClock.TimeSeconds(steps);
        SimulationOptions reduced = s with
        {
            TotalSteps = steps,
            SpikeTimesSeconds = s.SpikeTimesSeconds?.Select(times => times.TakeWhile(time => time < end).ToArray()).ToArray(),
            Wiring = targets >= s.Wiring.Targets ? s.Wiring : WiringOf(s.Wiring, s.Trains, targets),
            Camera = s.Camera with { Gaps = [.. s.Camera.Gaps.Where(gap => gap.EndFrame < steps / stepsPerFrame)] },
        };
        return pipeline.With(reduced) with { StopAfterFrames = null, StopWhenDecided = false, Pace = Pace.Max };
    }

    private static Wiring WiringOf(Wiring wiring, int trains, int targets)
        => new([.. wiring.TrainKinds.Take(trains)], targets, [.. wiring.Synapses.Where(synapse => synapse.Source < trains && synapse.Target < targets)]);
}
