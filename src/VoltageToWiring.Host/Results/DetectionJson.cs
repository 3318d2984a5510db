using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Detection;

namespace VoltageToWiring.Host.Results;

/// <summary>What was detected in the traces.</summary>
/// <param name="LatencyFrames">Frames from a spike's own to the one with which it is known.</param>
/// <param name="LatencyS">The same, s.</param>
/// <param name="File">The file with every spike.</param>
/// <param name="Neurons">Each trace.</param>
public sealed record DetectionJson(int LatencyFrames, double LatencyS, string File, IReadOnlyList<DetectedNeuronJson> Neurons)
{
    internal static DetectionJson? From(RunResult result) => result.Detected is not { } detected
        ? null
        : new DetectionJson(
            result.DetectionLatencyFrames, result.DetectionLatencyFrames * result.Info.FrameClock.PeriodSeconds, DetectedSpikesCsv.FileName,
            [.. detected.Select((spikes, neuron) => DetectedNeuronJson.From(neuron, spikes))]);
}

/// <summary>What was detected in one trace.</summary>
/// <param name="Neuron">Its index.</param>
/// <param name="Spikes">Spikes that were detected.</param>
/// <param name="MeanSnr">Their mean score, in standard deviations of the noise; null where there were none.</param>
/// <param name="Threshold">The threshold at the end, in the same unit.</param>
public sealed record DetectedNeuronJson(int Neuron, long Spikes, double? MeanSnr, double Threshold)
{
    internal static DetectedNeuronJson From(int neuron, DetectedSpikes spikes) => new(neuron, spikes.Spikes, spikes.MeanSnr, spikes.Threshold);
}

/// <summary>How the detection of spikes did against the truth, over all neurons.</summary>
/// <param name="ToleranceS">How far a detected spike may be from a true one, s, once the lag is taken off.</param>
/// <param name="LagS">How much later than true spikes the detected ones are, s: the median over all.</param>
/// <param name="TrueSpikes">True spikes.</param>
/// <param name="DetectedSpikes">Detected spikes.</param>
/// <param name="Precision">Fraction of the detected spikes that are true ones.</param>
/// <param name="Recall">Fraction of the true spikes that were detected.</param>
/// <param name="Neurons">The same of each neuron.</param>
public sealed record DetectionEvaluationJson(
    double ToleranceS, double LagS, long TrueSpikes, long DetectedSpikes, double? Precision, double? Recall, IReadOnlyList<NeuronDetectionJson> Neurons)
{
    internal static DetectionEvaluationJson From(DetectionEvaluation e) => new(
        e.ToleranceSeconds, e.LagSeconds, e.True, e.Detected, e.Precision, e.Recall,
        [.. e.Neurons.Select((n, neuron) => new NeuronDetectionJson(neuron, n.True, n.Detected, n.Precision, n.Recall))]);
}

/// <summary>How the detection of one neuron's spikes did.</summary>
/// <param name="Neuron">Its index.</param>
/// <param name="TrueSpikes">True spikes.</param>
/// <param name="DetectedSpikes">Detected spikes.</param>
/// <param name="Precision">Fraction of the detected spikes that are true ones.</param>
/// <param name="Recall">Fraction of the true spikes that were detected.</param>
public sealed record NeuronDetectionJson(int Neuron, long TrueSpikes, long DetectedSpikes, double? Precision, double? Recall);
