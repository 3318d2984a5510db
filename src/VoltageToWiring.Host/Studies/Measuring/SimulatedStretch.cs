using System.Reactive;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>Simulates a recording into memory, as fast as possible.</summary>
internal static class SimulatedStretch
{
    private const int BatchFrames = 256;

    /// <summary>Simulates the whole recording of a pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="time">Wall time.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PipelineException">A stage failed.</exception>
    public static async Task<StoredRecording> OfAsync(ResolvedPipeline pipeline, TimeProvider time, CancellationToken cancellation)
    {
        var recording = new SimulatedRecording(pipeline.Simulation, pipeline.Simulated.Randomness);
        var stretch = new StoredRecording(recording.Info);
        Prepare(recording, cancellation);
        using var clock = new StepClock(
            pipeline.Simulation.StepClock, pipeline.Simulation.TotalSteps, BatchFrames * pipeline.Simulation.Camera.StepsPerFrame, Pace.Max, time);
        Pipeline simulation = recording.Start(clock, LinkPlan.None, time).Into(Observer.Create<RecordingBatch>(batch =>
        {
            stretch.Add(batch);
            batch.Return();
        }));
        RunOutcome outcome = await simulation.RunAsync(recording.Info, new Ledger(), cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return outcome.Fault is { } fault ? throw new PipelineException(fault.Message, fault) : stretch;
    }

    // Strengths that no scale makes right, for one.
    private static void Prepare(SimulatedRecording recording, CancellationToken cancellation)
    {
        try
        {
            recording.Prepare(cancellation);
        }
        catch (StageFaultException fault)
        {
            throw new PipelineException(fault.Message, fault);
        }
    }
}
