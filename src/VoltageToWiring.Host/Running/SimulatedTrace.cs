using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Running;

/// <summary>Simulates a recording again, up to some moment, for a piece of the trace of its first target.</summary>
internal static class SimulatedTrace
{
    private const double BatchSeconds = 0.2;

    /// <summary>The samples of a piece, one for each frame; NaN where a frame is missing.</summary>
    /// <param name="pipeline">What was run.</param>
    /// <param name="fromSeconds">Where the piece begins, s.</param>
    /// <param name="seconds">How long it is, s; it ends within the recording.</param>
    /// <param name="noise">Whether the camera has its noise.</param>
    public static async Task<double[]> OfAsync(ResolvedPipeline pipeline, double fromSeconds, double seconds, bool noise)
    {
        SimulationOptions options = pipeline.Simulation;
        if (!noise)
            options = options with { Camera = options.Camera with { SpikeSnr = double.PositiveInfinity } };
        var recording = new SimulatedRecording(options, pipeline.Simulated.Randomness);
        recording.Prepare();
        long first = (long)Math.Round(fromSeconds * options.FrameClock.RateHz);
        var samples = new double[(int)Math.Round(seconds * options.FrameClock.RateHz)];
        Array.Fill(samples, double.NaN);
        // The last step's voltage is known only with the next.
        long steps = Math.Min(options.TotalSteps, (first + samples.Length) * options.Camera.StepsPerFrame + 1);
        using var clock = new StepClock(
            options.StepClock, steps, Math.Max(1, (int)(BatchSeconds * options.StepClock.RateHz)), Pace.Max, TimeProvider.System);
        var ledger = new Ledger();
        Pipeline flow = recording.Start(clock, pipeline.Links, TimeProvider.System).Into(new Kept(samples, first));
        RunOutcome outcome = await flow.RunAsync(recording.Info, ledger, default).ConfigureAwait(false);
        return outcome.Fault is { } fault ? throw new InvalidOperationException(fault.Message, fault) : samples;
    }

    // Copies what lies in the piece, and gives batches back.
    private sealed class Kept(double[] samples, long first) : IObserver<RecordingBatch>
    {
        public void OnNext(RecordingBatch value)
        {
            for (int i = 0; i < value.FrameCount; i++)
            {
                long at = value.FirstFrame + i - first;
                if (at >= 0 && at < samples.Length)
                    samples[at] = value.SampleType == SampleType.Float64 ? value.Float64[i * value.Targets] : value.Float32[i * value.Targets];
            }
            value.Return();
        }

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
