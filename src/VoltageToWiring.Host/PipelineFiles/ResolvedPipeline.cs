using VoltageToWiring.Host.Sources;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>A pipeline in frames and SI units, for one recording that has said what it is like: what a run is built from.</summary>
public sealed record ResolvedPipeline
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Where the recording comes from.</summary>
    public required RecordingSource Source { get; init; }

    /// <summary>What the source says of the recording.</summary>
    public required RecordingInfo Declared { get; init; }

    /// <summary>What inference is told of it, once it is completed.</summary>
    public required RecordingInfo Recording { get; init; }

    /// <summary>What completes it, in the order of the flow.</summary>
    public required IReadOnlyList<IRecordingCompletion> Completions { get; init; }

    /// <summary>How fast it runs, where it does not decide that itself.</summary>
    public required Pace Pace { get; init; }

    /// <summary>Frames after which the run ends; null where the recording is not cut short.</summary>
    public required long? StopAfterFrames { get; init; }

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

    /// <summary>The simulation.</summary>
    /// <exception cref="PipelineException">The recording is none.</exception>
    public SimulatedSource Simulated => Source as SimulatedSource
        ?? throw new PipelineException($"{Name}: found a recording that is not simulated; allowed is a pipeline with source.simulate.");

    /// <summary>What is simulated.</summary>
    /// <exception cref="PipelineException">The recording is not simulated.</exception>
    public SimulationOptions Simulation => Simulated.Options;

    /// <summary>Steps after which the run of a simulation ends.</summary>
    /// <exception cref="PipelineException">The recording is not simulated.</exception>
    public long StopAfterSteps
        => Math.Min(StopAfterFrames * Simulation.Camera.StepsPerFrame ?? long.MaxValue, Simulation.TotalSteps);

    /// <summary>The same with another simulation.</summary>
    /// <param name="simulation">What is simulated.</param>
    public ResolvedPipeline With(SimulationOptions simulation)
    {
        SimulatedSource source = Simulated with { Options = simulation };
        return this with
        {
            Source = source,
            Declared = source.Info,
            Recording = Completions.Aggregate(source.Info, (info, completion) => completion.InfoOf(info)),
        };
    }

    /// <summary>The same with another number of threads, which changes no result.</summary>
    /// <param name="workers">How many, at least 1.</param>
    public ResolvedPipeline WithWorkers(int workers)
        => this with { Sta = Sta with { Workers = workers }, Online = Online is null ? null : Online with { Workers = workers } };
}
