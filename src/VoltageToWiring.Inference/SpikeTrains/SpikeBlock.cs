using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Inference.SpikeTrains;

/// <summary>Consecutive spikes of one train that are held against surrogates of themselves.</summary>
/// <param name="Index">Index of the block in its train.</param>
/// <param name="Scheme">How its surrogates are made.</param>
/// <param name="AnchorTick">With permuted intervals: the spike before the first.</param>
/// <param name="Ticks">Its spikes, ascending.</param>
/// <param name="FirstFrame">First frame on which a real or surrogate spike may fall.</param>
/// <param name="EndFrame">Frame after the last one.</param>
internal sealed record SpikeBlock(
    long Index, SurrogateScheme Scheme, long AnchorTick, long[] Ticks, long FirstFrame, long EndFrame);
