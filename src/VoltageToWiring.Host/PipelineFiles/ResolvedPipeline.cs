using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Detection;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>A pipeline in steps, frames and SI units: what is built from.</summary>
public sealed record ResolvedPipeline
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What is simulated.</summary>
    public required SimulationOptions Simulation { get; init; }

    /// <summary>Where its randomness comes from.</summary>
    public required SimulationRandomness Randomness { get; init; }

    /// <summary>What is done to traces before inference.</summary>
    public required TraceOptions Traces { get; init; }

    /// <summary>How spikes are found in traces; null where they come from the source.</summary>
    public required DetectionOptions? Detection { get; init; }

    /// <summary>Whether a stage stands between the source and inference.</summary>
    public bool PreparesTraces => Traces.ChangeTraces || Detection is not null;

    /// <summary>What the source says of the recording.</summary>
    public RecordingInfo Declared => SimulatedRecording.InfoOf(Simulation, Randomness);

    /// <summary>What inference is told of it.</summary>
    public RecordingInfo Recording => Detection is null ? Declared : SpikeDetectionStage.InfoOf(Declared);

    /// <summary>How fast it runs.</summary>
    public required Pace Pace { get; init; }

    /// <summary>Steps in a batch.</summary>
    public required int BatchSteps { get; init; }

    /// <summary>Steps after which the run ends; the whole recording's where it is not cut short.</summary>
    public required long StopAfterSteps { get; init; }

    /// <summary>Whether the run ends as soon as every pair is decided.</summary>
    public required bool StopWhenDecided { get; init; }

    /// <summary>Where the links are.</summary>
    public required LinkPlan Links { get; init; }

    /// <summary>What is averaged.</summary>
    public required StaOptions Sta { get; init; }

    /// <summary>Surrogates of each train; 0 for none.</summary>
    public required int Surrogates { get; init; }

    /// <summary>Whether those surrogates are made in blocks as the recording goes, rather than of whole trains beforehand.</summary>
    public required bool StaBlockSurrogates { get; init; }

    /// <summary>Whether surrogates are drawn of whole trains before the first frame.</summary>
    public bool HasWholeTrainSurrogates => Surrogates > 0 && !StaBlockSurrogates;

    /// <summary>Evidence that may be watched; null for none.</summary>
    public required OnlineOptions? Online { get; init; }

    /// <summary>The same with another number of threads, which changes no result.</summary>
    /// <param name="workers">How many, at least 1.</param>
    public ResolvedPipeline WithWorkers(int workers)
        => this with { Sta = Sta with { Workers = workers }, Online = Online is null ? null : Online with { Workers = workers } };
}
