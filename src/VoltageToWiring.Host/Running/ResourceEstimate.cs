using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Host.Running;

/// <summary>What a run will take: memory, and work. Computed from the pipeline alone.</summary>
public sealed record ResourceEstimate
{
    /// <summary>Memory of the program itself: runtime, libraries, compiled code, and what the collector lets stand. A tenth less where it is not compiled ahead.</summary>
    public const double ProgramBytes = 72 << 20;

    // Roughly what one core needs for each, ns. How many recordings are done by when depends on their ratios alone.
    private const double StepNanoseconds = 100;
    private const double SampleAddNanoseconds = 0.035;
    private const double ScoreLookupNanoseconds = 1;

    // Of a neuron of which nobody knows how often it fires, Hz.
    private const double DetectedRateHz = 5;

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
    public double Work => NeuronSteps * StepNanoseconds + SampleAdds * SampleAddNanoseconds + ScoreLookups * ScoreLookupNanoseconds;

    /// <summary>Memory while the recording runs.</summary>
    public double RunningBytes => BytesOf(MemoryHeld.WhileRunning);

    /// <summary>Memory while results are written: of few pairs beside what ran, which nobody collects then.</summary>
    public double WritingBytes => BytesOf(CollectsBeforeWriting ? MemoryHeld.WhileWriting : MemoryHeld.Throughout);

    /// <summary>Whether what only inference needs is collected before results are written.</summary>
    public required bool CollectsBeforeWriting { get; init; }

    /// <summary>The most memory that it takes at a time, the program itself not included.</summary>
    public double TotalBytes => Math.Max(RunningBytes, WritingBytes);

    /// <summary>The same with the program: what is measured as the peak of the process.</summary>
    public double PeakBytes => ProgramBytes + TotalBytes;

    /// <summary>Memory that a program may use here.</summary>
    public static long AvailableBytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Whether the run fits into the memory of this machine.</summary>
    public bool FitsThisMachine => PeakBytes <= AvailableBytes;

    /// <summary>Refuses a run that cannot fit.</summary>
    /// <exception cref="PipelineException">It needs more memory than there is.</exception>
    public void RequireMemory()
    {
        if (FitsThisMachine)
            return;
        MemoryItem largest = Memory.MaxBy(item => item.Bytes)!;
        throw new PipelineException(
            $"The pipeline needs {ByteCount.Text(PeakBytes)} of memory, of which {ByteCount.Text(largest.Bytes)} for {largest.What}; "
            + $"allowed is what this machine has, {ByteCount.Text(AvailableBytes)}.");
    }

    /// <summary>Estimates a run with all that it writes.</summary>
    /// <param name="pipeline">The pipeline.</param>
    public static ResourceEstimate Of(LoadedPipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return Of(pipeline.Resolved, pipeline.File.Report == ReportSetting.Html);
    }

    /// <summary>Estimates a run.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="withReport">Whether a report is written.</param>
    public static ResourceEstimate Of(ResolvedPipeline pipeline, bool withReport = false)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        SimulationOptions s = pipeline.Simulation;
        RecordingInfo info = pipeline.Recording;
        double[] recorded = ExpectedSpikes(pipeline);
        double recordedSpikes = recorded.Sum();
        var simulation = new SimulationForecast(s, info.SampleType, pipeline.BatchSteps, pipeline.Links);
        var averages = new AverageForecast(info, pipeline.Sta, pipeline.Surrogates, pipeline.HasWholeTrainSurrogates, recordedSpikes);
        double reports = Math.Ceiling((double)s.TotalFrames / pipeline.Sta.ReportEveryFrames) + 1;
        double pairs = (double)info.Sources * info.Targets;
        var results = new ResultsForecast(pairs, reports, pipeline.Surrogates, pipeline.Online, withReport);
        OnlineForecast? online = OnlineOf(pipeline);
        bool keepsTimes = s.SpikeTimesSeconds is not null || info.SampleType == SampleType.Float64 || pipeline.HasWholeTrainSurrogates;
        return new ResourceEstimate
        {
            Memory = [.. simulation.Memory(keepsTimes), .. averages.Memory(), .. online?.Memory() ?? [], .. results.Memory()],
            CollectsBeforeWriting = ManyPairs.Are(pairs),
            NeuronSteps = (s.TotalSteps + SimulatedRecording.ScalingSteps(s)) * s.Wiring.Targets,
            Spikes = simulation.Spikes,
            SampleAdds = recordedSpikes * UsableWindows(s, pipeline.Sta.WindowFrames) * (1 + pipeline.Surrogates) * pipeline.Sta.WindowFrames * s.Wiring.Targets,
            ScoreLookups = online?.Lookups ?? 0,
        };
    }

    /// <summary>What online inference of a pipeline will take; null where there is none.</summary>
    internal static OnlineForecast? OnlineOf(ResolvedPipeline pipeline)
    {
        SimulationOptions s = pipeline.Simulation;
        return pipeline.Online is null
            ? null
            : new OnlineForecast(
                pipeline.Recording, pipeline.Online,
                [.. ExpectedSpikes(pipeline).Select(spikes => spikes / s.DurationSeconds)]);
    }

    // Of each source that inference meets. Of targets it is not known how often they fire, but in a network.
    private static double[] ExpectedSpikes(ResolvedPipeline pipeline)
    {
        SimulationOptions s = pipeline.Simulation;
        return pipeline.Detection is null || s.Network is not null
            ? [.. s.Recorded.Trains.Select(s.ExpectedSpikes)]
            : [.. Enumerable.Repeat(DetectedRateHz * s.DurationSeconds, s.Wiring.Targets)];
    }

    private double BytesOf(MemoryHeld when) => Memory.Where(item => (item.Held & when) != 0).Sum(item => item.Bytes);

    // Windows without a frame that is missing or invalid, as a fraction.
    private static double UsableWindows(SimulationOptions s, double window)
    {
        double shut = s.Camera.Gaps.Sum(gap => gap.Count + window);
        return Math.Max(0, 1 - shut / s.TotalFrames) * Math.Pow(1 - s.Camera.InvalidFraction, window);
    }
}
