using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>What a receiver has seen of its recording.</summary>
/// <param name="Received">Frames, gaps and spikes that came, each counted once.</param>
/// <param name="Messages">Messages accepted.</param>
/// <param name="Duplicates">Messages that were there already, and were discarded.</param>
/// <param name="Reordered">Messages that came before one with a smaller number.</param>
/// <param name="ResendRequests">How often missing messages were asked for.</param>
/// <param name="Connections">Connections the sender has made.</param>
/// <param name="MissingSamples">Samples that were not finite or stood for failure; inference takes them for missing.</param>
/// <param name="WaitingMessages">Messages received that inference has not taken yet.</param>
/// <param name="Credit">How many messages may be under way or wait at most.</param>
public sealed record ReceiverCounters(
    Totals Received, long Messages, long Duplicates, long Reordered, long ResendRequests, int Connections, long MissingSamples,
    int WaitingMessages, int Credit);
