namespace VoltageToWiring.Inference.Detection;

/// <summary>What was detected in one trace.</summary>
/// <param name="Spikes">How many spikes.</param>
/// <param name="MeanSnr">Their mean score, in standard deviations of the noise; null where there were none.</param>
/// <param name="Threshold">The threshold at the end, in the same unit.</param>
public sealed record DetectedSpikes(long Spikes, double? MeanSnr, double Threshold);
