using VoltageToWiring.Host.Running;
using VoltageToWiring.Numerics.Evaluation;

namespace VoltageToWiring.Host.Evaluation;

/// <summary>How the detection of spikes did against the true spikes, over all neurons. Fractions are null where there is nothing to divide by.</summary>
/// <param name="ToleranceSeconds">How far a detected spike may be from a true one, s, once the lag is taken off.</param>
/// <param name="LagSeconds">How much later than true spikes the detected ones are, s: the median over all neurons. Indicators have one.</param>
/// <param name="True">True spikes.</param>
/// <param name="Detected">Detected spikes.</param>
/// <param name="Matched">Detected spikes that are true ones.</param>
/// <param name="Neurons">The same of each neuron.</param>
public sealed record DetectionEvaluation(
    double ToleranceSeconds, double LagSeconds, long True, long Detected, long Matched, IReadOnlyList<DetectionOfNeuron> Neurons)
{
    private const double LeastToleranceSeconds = 0.002;
    private const double ToleranceFrames = 2;

    // Further apart than this two spikes are not the same, whatever the lag.
    private const double LargestLagSeconds = 0.01;

    /// <summary>Matched over detected.</summary>
    public double? Precision => Detected == 0 ? null : (double)Matched / Detected;

    /// <summary>Matched over true.</summary>
    public double? Recall => True == 0 ? null : (double)Matched / True;

    /// <summary>Judges the spikes of a run.</summary>
    /// <param name="result">The run.</param>
    /// <returns>Null where nothing was detected, or the truth is not known.</returns>
    public static DetectionEvaluation? Of(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Spikes is not { } spikes)
            return null;
        double tolerance = Math.Max(LeastToleranceSeconds, ToleranceFrames * result.Info.FrameClock.PeriodSeconds);
        (double[] True, double[] Detected)[] times = [.. Enumerable.Range(0, result.Info.Targets).Select(n => (spikes.TrueSeconds(n), spikes.DetectedSeconds(n)))];
        double lag = LagOf(times);
        DetectionOfNeuron[] neurons = [.. times.Select(n => Judge(n.True, [.. n.Detected.Select(time => time - lag)], tolerance))];
        return new DetectionEvaluation(tolerance, lag, neurons.Sum(n => n.True), neurons.Sum(n => n.Detected), neurons.Sum(n => n.Matched), neurons);
    }

    private static double LagOf((double[] True, double[] Detected)[] neurons)
    {
        var lags = new List<double>();
        foreach ((double[] truth, double[] detected) in neurons)
            SpikeMatching.AddLags(truth, detected, LargestLagSeconds, lags);
        return Median.Of([.. lags]) ?? 0;
    }

    private static DetectionOfNeuron Judge(double[] truth, double[] detected, double tolerance)
        => new(truth.Length, detected.Length, SpikeMatching.Count(truth, detected, tolerance));
}

/// <summary>How the detection of one neuron's spikes did.</summary>
/// <param name="True">True spikes.</param>
/// <param name="Detected">Detected spikes.</param>
/// <param name="Matched">Detected spikes that are true ones.</param>
public sealed record DetectionOfNeuron(long True, long Detected, long Matched)
{
    /// <summary>Matched over detected; null where nothing was.</summary>
    public double? Precision => Detected == 0 ? null : (double)Matched / Detected;

    /// <summary>Matched over true; null where there are none.</summary>
    public double? Recall => True == 0 ? null : (double)Matched / True;
}
