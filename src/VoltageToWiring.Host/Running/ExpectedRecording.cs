using VoltageToWiring.Host.Movies;
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

    public static ExpectedRecording Of(ResolvedPipeline pipeline) => pipeline.Source switch
    {
        Sources.SimulatedSource => OfSimulation(pipeline),
        Sources.FileSource file => OfFile(file, pipeline),
        _ => OfAnother(pipeline.Recording),
    };

    // How many spikes there are is known, and how many of them each train has does not matter much. Of detected ones nothing is known.
    private static ExpectedRecording OfFile(Sources.FileSource file, ResolvedPipeline pipeline)
    {
        ExpectedRecording recording = OfAnother(pipeline.Recording) with
        {
            UsableWindows = Math.Max(0, 1 - (double)file.Contents.Gaps(file.Info.TotalFrames ?? 0).Sum(gap => gap.Count + pipeline.Sta.WindowFrames) / Math.Max(1, file.Info.TotalFrames ?? 1)),
            Memory = file.Contents.Movie is { } movie ? [new("pixels of a batch", TracedMovie.BytesOf(movie, file.BatchFrames))] : [],
        };
        double spikes = file.Contents.Spikes;
        return pipeline.Detection is not null || file.Info.Sources == 0
            ? recording
            : recording with { Spikes = [.. Enumerable.Repeat(spikes / file.Info.Sources, file.Info.Sources)], AllSpikes = spikes };
    }

    private static ExpectedRecording OfSimulation(ResolvedPipeline pipeline)
    {
        SimulationOptions s = pipeline.Simulation;
        RecordingInfo info = pipeline.Recording;
        var forecast = new SimulationForecast(s, info.SampleType, pipeline.Simulated.BatchSteps, pipeline.Links);
        bool keepsTimes = s.SpikeTimesSeconds is not null || info.SampleType == SampleType.Float64 || pipeline.HasWholeTrainSurrogates;
        return new ExpectedRecording
        {
            Info = info,
            Spikes = SpikesOf(pipeline),
            AllSpikes = forecast.Spikes,
            UsableWindows = UsableWindowsOf(s, pipeline.Sta.WindowFrames),
            NeuronSteps = (s.TotalSteps + SimulatedRecording.ScalingSteps(s)) * s.Wiring.Targets,
            Memory = [.. forecast.Memory(keepsTimes), .. KeptSpikes(pipeline)],
        };
    }

    private static IEnumerable<MemoryItem> KeptSpikes(ResolvedPipeline pipeline)
        => pipeline.Detection is null ? [] : [new("spikes that were detected, and true ones", SpikeKeeper.BytesOf(SpikesOf(pipeline).Sum()))];

    // Inference meets the recorded trains only. Of targets whose spikes are detected nobody knows how often they fire, but in a network.
    private static double[] SpikesOf(ResolvedPipeline pipeline)
    {
        SimulationOptions s = pipeline.Simulation;
        return pipeline.Detection is null || s.Network is not null
            ? [.. s.Recorded.Trains.Select(s.ExpectedSpikes)]
            : [.. Enumerable.Repeat(AssumedRateHz * s.DurationSeconds, s.Wiring.Targets)];
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
