using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Running;

/// <summary>What a recording is expected to bring: computed where it is simulated, otherwise assumed where it does not say.</summary>
internal sealed record ExpectedRecording
{
    /// <summary>Rate that is assumed of a train of which nothing is known, Hz.</summary>
    public const double AssumedRateHz = 10;

    /// <summary>Length that is assumed of a recording that does not say how long it will be, s.</summary>
    public const double AssumedSeconds = 3600;

    /// <summary>The recording as inference meets it, with a length.</summary>
    public required RecordingInfo Info { get; init; }

    /// <summary>Spikes of each train that inference meets.</summary>
    public required IReadOnlyList<double> Spikes { get; init; }

    /// <summary>Spikes of all trains, also of those that inference does not meet.</summary>
    public required double AllSpikes { get; init; }

    /// <summary>Fraction of windows without a frame that is missing or invalid.</summary>
    public required double UsableWindows { get; init; }

    /// <summary>Euler steps over all neurons.</summary>
    public required double NeuronSteps { get; init; }

    /// <summary>Memory for making the recording.</summary>
    public required IReadOnlyList<MemoryItem> Memory { get; init; }

    /// <summary>Length, s.</summary>
    public double Seconds => Info.FrameClock.TimeSeconds(Info.TotalFrames!.Value);

    /// <summary>Rates of the trains that inference meets, Hz.</summary>
    public IReadOnlyList<double> RatesHz => [.. Spikes.Select(spikes => spikes / Seconds)];

    public static ExpectedRecording Of(ResolvedPipeline pipeline)
        => pipeline.Source is Sources.SimulatedSource ? OfSimulation(pipeline) : OfAnother(pipeline.Recording);

    private static ExpectedRecording OfSimulation(ResolvedPipeline pipeline)
    {
        SimulationOptions s = pipeline.Simulation;
        RecordingInfo info = pipeline.Recording;
        var forecast = new SimulationForecast(s, info.SampleType, pipeline.Simulated.BatchSteps, pipeline.Links);
        bool keepsTimes = s.SpikeTimesSeconds is not null || info.SampleType == SampleType.Float64 || pipeline.HasWholeTrainSurrogates;
        return new ExpectedRecording
        {
            Info = info,
            // Inference meets the recorded ones only.
            Spikes = [.. s.Recorded.Trains.Select(s.ExpectedSpikes)],
            AllSpikes = forecast.Spikes,
            UsableWindows = UsableWindowsOf(s, pipeline.Sta.WindowFrames),
            NeuronSteps = ((double)s.TotalSteps + (s.OutputRateHz is null ? 0 : SimulatedRecording.ScalingSteps(s))) * s.Wiring.Targets,
            Memory = [.. forecast.Memory(keepsTimes)],
        };
    }

    private static ExpectedRecording OfAnother(RecordingInfo recording)
    {
        RecordingInfo info = recording with { TotalFrames = recording.TotalFrames ?? (long)Math.Ceiling(AssumedSeconds * recording.FrameClock.RateHz) };
        double spikes = AssumedRateHz * info.FrameClock.TimeSeconds(info.TotalFrames.Value);
        return new ExpectedRecording
        {
            Info = info,
            Spikes = [.. Enumerable.Repeat(spikes, info.Sources)],
            AllSpikes = spikes * info.Sources,
            UsableWindows = 1,
            NeuronSteps = 0,
            Memory = [],
        };
    }

    private static double UsableWindowsOf(SimulationOptions s, double window)
    {
        double shut = s.Camera.Gaps.Sum(gap => gap.Count + window);
        return Math.Max(0, 1 - shut / s.TotalFrames) * Math.Pow(1 - s.Camera.InvalidFraction, window);
    }
}
