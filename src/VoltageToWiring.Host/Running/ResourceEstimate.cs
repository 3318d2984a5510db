using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Averaging;
using VoltageToWiring.Inference.Significance;
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
        ExpectedRecording recording = ExpectedRecording.Of(pipeline);
        RecordingInfo info = recording.Info;
        double spikes = recording.Spikes.Sum();
        var averages = new AverageForecast(info, pipeline.Sta, pipeline.Surrogates, pipeline.HasWholeTrainSurrogates, spikes);
        double reports = Math.Ceiling((double)info.TotalFrames!.Value / pipeline.Sta.ReportEveryFrames) + 1;
        double pairs = (double)info.Sources * info.Targets;
        var results = new ResultsForecast(pairs, reports, pipeline.Surrogates, pipeline.Online, withReport);
        OnlineForecast? online = OnlineOf(pipeline);
        return new ResourceEstimate
        {
            Memory = [.. recording.Memory, .. averages.Memory(), .. online?.Memory() ?? [], .. results.Memory()],
            CollectsBeforeWriting = ManyPairs.Are(pairs),
            NeuronSteps = recording.NeuronSteps,
            Spikes = recording.AllSpikes,
            SampleAdds = spikes * recording.UsableWindows * (1 + pipeline.Surrogates) * pipeline.Sta.WindowFrames * info.Targets,
            ScoreLookups = online?.Lookups ?? 0,
        };
    }

    /// <summary>What online inference of a pipeline will take; null where there is none.</summary>
    internal static OnlineForecast? OnlineOf(ResolvedPipeline pipeline)
    {
        if (pipeline.Online is null)
            return null;
        ExpectedRecording recording = ExpectedRecording.Of(pipeline);
        return new OnlineForecast(recording.Info, pipeline.Online, recording.RatesHz);
    }

    private double BytesOf(MemoryHeld when) => Memory.Where(item => (item.Held & when) != 0).Sum(item => item.Bytes);
}
