namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>What was measured of one run of a cell. All but the counts depends on the machine and on what else it did.</summary>
public sealed record CellTimes
{
    // Who falls behind by more than this does not keep up.
    private const double KeepsUpAt = 0.995;

    /// <summary>From the end of the newest frame's exposure, by the schedule, to the publication of the estimate that includes it.</summary>
    public required LatencyFigures Published { get; init; }

    /// <summary>From the same to when inference was done with the batch, whether or not a report was due.</summary>
    public required LatencyFigures Absorbed { get; init; }

    /// <summary>The same as published, in each tenth of what was counted: whether it stays as it is.</summary>
    public IReadOnlyList<LatencyFigures> Tenths { get; init; } = [];

    /// <summary>How late an idle loop woke meanwhile: what the machine does to anybody. Null where none ran beside.</summary>
    public LatencyFigures? Idle { get; init; }

    /// <summary>Time that stages worked on each item, in the order of the flow.</summary>
    public required IReadOnlyList<StageTimes> Stages { get; init; }

    /// <summary>Time that items waited in links, in the order of the flow.</summary>
    public required IReadOnlyList<LinkTimes> Links { get; init; }

    /// <summary>Recording during which was counted, s.</summary>
    public required double RecordedS { get; init; }

    /// <summary>Wall time in which it came to an end, s; longer than what was recorded where the machine did not keep up.</summary>
    public required double WallS { get; init; }

    /// <summary>Frames that inference used.</summary>
    public required long FramesUsed { get; init; }

    /// <summary>Frames that were dropped because a link was full.</summary>
    public required long FramesDropped { get; init; }

    /// <summary>Samples, each of one frame and target, that came in during each second.</summary>
    public required double SamplesPerS { get; init; }

    /// <summary>Processor time of the process while it counted, s.</summary>
    public required double ProcessorS { get; init; }

    /// <summary>Bytes that were allocated while it counted.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>Bytes allocated for each batch, reports included.</summary>
    public required double AllocatedBytesPerBatch { get; init; }

    /// <summary>Collections of generation 0, those of older generations included.</summary>
    public required int Gen0 { get; init; }

    /// <summary>Collections of everything.</summary>
    public required int Gen2 { get; init; }

    /// <summary>How long collections held all threads, s.</summary>
    public required double GcPauseS { get; init; }

    /// <summary>The most memory that the process has had, bytes.</summary>
    public required long PeakResidentBytes { get; init; }

    /// <summary>Delay that the method itself asks for, which no machine can make shorter.</summary>
    public required AlgorithmicDelay Delay { get; init; }

    /// <summary>Seconds of recording in a second, as far as it came.</summary>
    public double RealTimeFactor => RecordedS / WallS;

    /// <summary>What the run looked like, a hundred times a second; less often where it was long.</summary>
    public required IReadOnlyList<RunMoment> Moments { get; init; }

    /// <summary>Whether every frame was used as fast as frames came.</summary>
    /// <param name="mayBeBehindS">By how much the end may be late in any case, s: what a short run takes for its last batch is no falling behind.</param>
    public bool KeepsUp(double mayBeBehindS)
        => FramesDropped == 0 && (RealTimeFactor >= KeepsUpAt || WallS - RecordedS <= mayBeBehindS);
}

/// <summary>Work of a stage.</summary>
/// <param name="Name">Name of the stage.</param>
/// <param name="Service">Time that it worked on each item.</param>
/// <param name="BusyFraction">Share of the wall time that it worked.</param>
public sealed record StageTimes(string Name, LatencyFigures Service, double BusyFraction);

/// <summary>Waiting in a link.</summary>
/// <param name="Name">The stages that it joins.</param>
/// <param name="Queueing">Time that each item waited in it.</param>
/// <param name="Capacity">Items that may wait.</param>
/// <param name="HighWater">The most that waited.</param>
/// <param name="WriterWaits">How often there was no room.</param>
/// <param name="Dropped">Items that were dropped.</param>
public sealed record LinkTimes(string Name, LatencyFigures Queueing, int Capacity, int HighWater, long WriterWaits, long Dropped);

/// <summary>Delay of the method, s.</summary>
/// <param name="WindowS">Window of an average: a spike counts when its window is over. Null where there are no averages with reports.</param>
/// <param name="FilterS">Frames after a spike that its score looks at. Null without online inference.</param>
/// <param name="BlockS">Time that a train takes for a block of evidence at first, at its mean rate. Null without online inference.</param>
/// <param name="BatchS">Length of a batch: its first frame waits for its last.</param>
/// <param name="ReportS">Time from one report to the next.</param>
public sealed record AlgorithmicDelay(double? WindowS, double? FilterS, double? BlockS, double BatchS, double ReportS);
