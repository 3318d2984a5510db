using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>What came from Open Ephys.</summary>
/// <param name="Received">Frames, frames in gaps, and spikes.</param>
/// <param name="Messages">Messages that came, each counted once.</param>
/// <param name="Lost">Messages between the first and the newest that never came.</param>
/// <param name="Duplicates">Messages that were there already.</param>
/// <param name="Late">Messages that came after one with a larger number.</param>
/// <param name="MissingSamples">Samples that are missing in frames that are not: their channel's message was lost, or they were not finite.</param>
/// <param name="IncompleteFrames">Frames of which at least one channel's message was lost.</param>
/// <param name="Refused">Messages that were not what the interface sends.</param>
public sealed record OpenEphysCounters(
    Totals Received, long Messages, long Lost, long Duplicates, long Late, long MissingSamples, long IncompleteFrames, long Refused);
