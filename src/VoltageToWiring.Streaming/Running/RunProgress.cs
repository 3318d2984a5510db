using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Streaming.Running;

/// <summary>How far a run has come.</summary>
/// <param name="Elapsed">Wall time since the start.</param>
/// <param name="RecordedSeconds">Where in the recording inference is, s.</param>
/// <param name="TotalSeconds">Length of the recording where it is known, s.</param>
/// <param name="Ledger">The books.</param>
public sealed record RunProgress(
    TimeSpan Elapsed, double RecordedSeconds, double? TotalSeconds, LedgerAccount Ledger)
{
    /// <summary>Seconds of recording per second of wall time.</summary>
    public double RealTimeFactor => Elapsed > TimeSpan.Zero ? RecordedSeconds / Elapsed.TotalSeconds : 0;
}

/// <summary>What the parts of a run are doing.</summary>
/// <param name="Stages">Every stage, in the order of the flow.</param>
/// <param name="Links">Every link, in the order of the flow.</param>
public sealed record RunTelemetry(IReadOnlyList<StageCounters> Stages, IReadOnlyList<LinkCounters> Links);

/// <summary>How a run ended.</summary>
public enum RunEnding
{
    /// <summary>The recording was processed to its end.</summary>
    Completed,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>A stage failed.</summary>
    Faulted,
}

/// <summary>How a run ended, with its books and counters.</summary>
/// <param name="Ending">How.</param>
/// <param name="Fault">What failed, where something did.</param>
/// <param name="Progress">How far it came; its ledger is closed.</param>
/// <param name="Telemetry">What its parts did.</param>
public sealed record RunOutcome(RunEnding Ending, StageFaultException? Fault, RunProgress Progress, RunTelemetry Telemetry);
