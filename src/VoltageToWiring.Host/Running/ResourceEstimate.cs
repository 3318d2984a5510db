using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.Running;

/// <summary>One thing that takes memory.</summary>
/// <param name="What">What it is.</param>
/// <param name="Bytes">How much it takes.</param>
public sealed record MemoryItem(string What, double Bytes);

/// <summary>What a run will take: memory, and work. Computed from the pipeline alone.</summary>
public sealed record ResourceEstimate
{
    // Sizes of the elements that are held many times.
    private const int SpikeEventBytes = 16;
    private const int SynapseBytes = 24;
    private const int HistoryFrames = 2 * 8192;

    // Where heights of whole-train surrogates are made exact: columns and their sums, and what is known of a row.
    private const int ExactHeightBytes = 8 * 12 + 72;

    // Roughly what one core needs for each, ns. How many recordings are done by when depends on their ratios alone.
    private const double StepNanoseconds = 100;
    private const double SampleAddNanoseconds = 0.035;
    private const double ScoreLookupNanoseconds = 1;

    // Two reports of estimates, and the same as the objects that are written.
    private const int ResultBytes = 700;

    /// <summary>Memory by what takes it, the program itself not included.</summary>
    public required IReadOnlyList<MemoryItem> Memory { get; init; }

    /// <summary>Euler steps, over all neurons.</summary>
    public required double NeuronSteps { get; init; }

    /// <summary>Presynaptic spikes, expected.</summary>
    public required double Spikes { get; init; }

    /// <summary>Samples added into averages, real and surrogate, expected.</summary>
    public required double SampleAdds { get; init; }

    /// <summary>Score values looked up by online inference, real and surrogate, expected.</summary>
    public required double ScoreLookups { get; init; }

    /// <summary>How much work it is, to weigh one run against another.</summary>
    public double Work => NeuronSteps * StepNanoseconds + InferenceWork;

    /// <summary>The part of it that inference is: ns of one core, very roughly.</summary>
    public double InferenceWork => SampleAdds * SampleAddNanoseconds + ScoreLookups * ScoreLookupNanoseconds;

    /// <summary>Memory in all.</summary>
    public double TotalBytes => Memory.Sum(item => item.Bytes);

    /// <summary>Memory that a program may use here.</summary>
    public static long AvailableBytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Whether the run fits into the memory of this machine.</summary>
    public bool FitsThisMachine => TotalBytes <= AvailableBytes;

    /// <summary>Refuses a run that cannot fit.</summary>
    /// <exception cref="PipelineException">It needs more memory than there is.</exception>
    public void RequireMemory()
    {
        if (FitsThisMachine)
            return;
        MemoryItem largest = Memory.MaxBy(item => item.Bytes)!;
        throw new PipelineException(
            $"The pipeline needs {ByteCount.Text(TotalBytes)} of memory, of which {ByteCount.Text(largest.Bytes)} for {largest.What}; "
            + $"allowed is what this machine has, {ByteCount.Text(AvailableBytes)}.");
    }

    /// <summary>Estimates a run.</summary>
    /// <param name="pipeline">The pipeline.</param>
    public static ResourceEstimate Of(ResolvedPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        SimulationOptions s = pipeline.Simulation;
        double spikes = Enumerable.Range(0, s.Trains).Sum(s.ExpectedSpikes);
        // Inference meets the recorded ones only.
        double recordedSpikes = s.Recorded.Trains.Sum(s.ExpectedSpikes);
        // In doubles, because what is asked for may not even be countable.
        double targets = s.Wiring.Targets;
        double rows = s.Recorded.Count * (1.0 + pipeline.Surrogates);
        double window = pipeline.Sta.WindowFrames;
        int sampleBytes = pipeline.Randomness.SampleType == SampleType.Float64 ? 8 : 4;
        bool knownTrains = s.SpikeTimesSeconds is not null || pipeline.Randomness.SampleType == SampleType.Float64;

        double stepsPerBatch = pipeline.BatchSteps;
        double spikesPerBatch = spikes / s.TotalSteps * stepsPerBatch;
        double spikeBytes = 2 * SpikeEventBytes * spikesPerBatch;
        double Batches(string stage, double bytes)
            => bytes * (pipeline.Links.HasLinkBefore(stage) ? Math.Min(pipeline.Links.Options.Capacity + 2, s.TotalSteps / stepsPerBatch + 1) : 1);
        double batches = Batches("synapses", spikeBytes)
            + Batches("neurons", spikeBytes + 2 * 8 * stepsPerBatch * targets)
            + Batches("imaging", spikeBytes + 8 * (stepsPerBatch + 1) * targets)
            + Batches("sta", spikeBytes + sampleBytes * (stepsPerBatch / s.Camera.StepsPerFrame + 1) * targets);

        double keptBytes = pipeline.HasWholeTrainSurrogates
            ? SpikeTriggeredAverageStage.KeptBytes(s.TotalFrames, targets, pipeline.Surrogates)
            : 0;
        var memory = new List<MemoryItem>
        {
            new("batches waiting in links, at most", batches),
            keptBytes > 0
                ? new("samples of the whole recording, for exact heights", keptBytes)
                : new("newest frames of every target", targets * (HistoryFrames + 2 * window) * 8),
            new("sums of averages, real and surrogate", targets * rows * window * 8),
            new("statistics of a report", targets * rows * 8 * 2 + (keptBytes > 0 ? rows * ExactHeightBytes : 0)),
            new("synapses", s.Wiring.Synapses.Count * (double)(2 * SynapseBytes + 9)),
            new("spikes under way along synapses", s.Wiring.Synapses.Select(synapse => synapse.DelaySteps).DefaultIfEmpty().Max() * 2.0 * targets * 8),
            new("estimates and results of every pair", s.Recorded.Count * targets * ResultBytes),
        };
        if (knownTrains || pipeline.HasWholeTrainSurrogates)
            memory.Insert(0, new("spike times of all trains", spikes * 8));
        if (pipeline.HasWholeTrainSurrogates)
            memory.Insert(1, new("spikes of all surrogates", recordedSpikes * pipeline.Surrogates * sizeof(int)));
        if (pipeline.Online is { } online)
            memory.AddRange(OnlineMemory.Of(online, s));
        return new ResourceEstimate
        {
            Memory = memory,
            NeuronSteps = ((double)s.TotalSteps + (s.OutputRateHz is null ? 0 : SimulatedRecording.ScalingSteps(s))) * targets,
            Spikes = spikes,
            SampleAdds = recordedSpikes * UsableWindows(s, window) * (1 + pipeline.Surrogates) * window * targets,
            ScoreLookups = pipeline.Online is null ? 0 : OnlineMemory.Lookups(pipeline.Online, s, recordedSpikes),
        };
    }

    // Windows without a frame that is missing or invalid, as a fraction.
    private static double UsableWindows(SimulationOptions s, double window)
    {
        double shut = s.Camera.Gaps.Sum(gap => gap.Count + window);
        return Math.Max(0, 1 - shut / s.TotalFrames) * Math.Pow(1 - s.Camera.InvalidFraction, window);
    }
}
