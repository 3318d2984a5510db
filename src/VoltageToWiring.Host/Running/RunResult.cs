using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Simulation.Neurons;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Running;

/// <summary>What a run gave.</summary>
public sealed record RunResult
{
    /// <summary>What was run.</summary>
    public required ResolvedPipeline Pipeline { get; init; }

    /// <summary>The recording, as inference met it.</summary>
    public required RecordingInfo Info { get; init; }

    /// <summary>The ground truth; null where the recording was not simulated.</summary>
    public required Wiring? Truth { get; init; }

    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>What went wrong, as a sentence; null where nothing did.</summary>
    public string? Problem
        => Outcome.Fault?.Message ?? (Outcome.Progress.Ledger.Balances ? null : $"The books do not balance: {Outcome.Progress.Ledger}.");

    /// <summary>Wall time before the first frame, for drawing surrogates and scaling strengths; not in the outcome's elapsed time.</summary>
    public required TimeSpan PreparationTime { get; init; }

    /// <summary>The last estimates; null where the run ended before there were any.</summary>
    public required EstimateReport? Estimates { get; init; }

    /// <summary>Where the run ended because every pair was decided, when that was, s of recording.</summary>
    public double? DecidedAtSeconds { get; init; }

    /// <summary>The spikes of each postsynaptic neuron; empty where the recording was not simulated.</summary>
    public required IReadOnlyList<OutputSpikes> OutputSpikes { get; init; }

    /// <summary>What the strengths onto each postsynaptic neuron were multiplied by; null where they are as the pipeline has them.</summary>
    public IReadOnlyList<double>? StrengthScales { get; init; }

    /// <summary>How the recording came, where it was received; null otherwise.</summary>
    public StreamBooks? Stream { get; init; }

    /// <summary>A piece of what was recorded; null where nothing was.</summary>
    public required TraceExcerpt? Excerpt { get; init; }

    /// <summary>The spike-triggered averages, to be copied one by one; null where the run was cancelled before the first frame.</summary>
    public required SpikeTriggeredAverageStage? Averages { get; init; }

    /// <summary>Where the time of online inference went; null where there is none.</summary>
    public OnlineTimes? OnlineTimes { get; init; }

    /// <summary>What was asked of the garbage collector, from before the first frame to the last estimate.</summary>
    public required CollectorUse Collector { get; init; }
}
