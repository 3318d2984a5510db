using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Wire.Results;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Host.Sending;

/// <summary>How a recording was sent.</summary>
/// <param name="Outcome">How it ended; the ledger has what was handed to the sender.</param>
/// <param name="Counters">The books of both sides.</param>
/// <param name="Faults">What was done to messages.</param>
/// <param name="ReceiverEndedEarly">Whether the receiver wanted no more before the end.</param>
/// <param name="Report">The last report that came back; null for none.</param>
/// <param name="Problem">What went wrong, as a sentence; null where nothing did.</param>
public sealed record SendResult(
    RunOutcome Outcome, SenderCounters Counters, Faults Faults, bool ReceiverEndedEarly, WireReport? Report, string? Problem);
