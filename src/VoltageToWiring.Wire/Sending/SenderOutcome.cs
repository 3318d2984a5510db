using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Sending;

/// <summary>What a sender has done.</summary>
/// <param name="Sent">Frames, gaps and spikes handed to it, each counted once.</param>
/// <param name="Received">The same as the receiver last said it has.</param>
/// <param name="Messages">Messages made.</param>
/// <param name="Acknowledged">Messages acknowledged.</param>
/// <param name="Resent">Messages sent once more.</param>
/// <param name="Reconnects">Connections made after the first.</param>
public sealed record SenderCounters(Totals Sent, Totals Received, long Messages, long Acknowledged, long Resent, int Reconnects)
{
    /// <summary>Whether nobody answers, so that nothing is acknowledged and what was received is not known.</summary>
    public bool IsOneWay { get; init; }
}

/// <summary>How sending ended.</summary>
/// <param name="Counters">The books of both sides.</param>
/// <param name="ReceiverEndedEarly">Whether the receiver wanted no more before the end.</param>
public sealed record SenderOutcome(SenderCounters Counters, bool ReceiverEndedEarly);
