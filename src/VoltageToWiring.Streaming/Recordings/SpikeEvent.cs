namespace VoltageToWiring.Streaming.Recordings;

/// <summary>One presynaptic spike.</summary>
/// <param name="Source">Index of the presynaptic train.</param>
/// <param name="Tick">Index on the recording's spike clock.</param>
public readonly record struct SpikeEvent(int Source, long Tick);
