using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Evaluation;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Host.Evaluation;

/// <summary>How the one-look test did against the truth. Rates and areas are null where a class is empty.</summary>
/// <param name="AtFivePercent">Detected fractions at p_reference ≤ 0.05.</param>
/// <param name="Sweep">The ROC: thresholds over the unique values of p_reference.</param>
/// <param name="Auc">Left-Riemann area, all connections.</param>
/// <param name="AucExcitatory">Left-Riemann area, excitatory connections.</param>
/// <param name="AucInhibitory">Left-Riemann area, inhibitory connections.</param>
/// <param name="AucTieCorrected">Area by the rank of p_reference, ties counting half.</param>
/// <param name="AucHeight">Area by the rank of the relative height.</param>
/// <param name="AucThreeClass">Area by |signed relative height|, where a true positive needs the right sign.</param>
public sealed record StaEvaluation(
    DetectionRates AtFivePercent, IReadOnlyList<DetectionRates> Sweep,
    double? Auc, double? AucExcitatory, double? AucInhibitory,
    double? AucTieCorrected, double? AucHeight, double? AucThreeClass)
{
    /// <summary>The p-value at or below which the reference calls a pair connected.</summary>
    public const double ReferenceThreshold = 0.05;

    /// <summary>Judges estimates.</summary>
    /// <param name="estimates">One for each pair.</param>
    /// <param name="truth">The wiring.</param>
    /// <returns>Null where nothing was tested.</returns>
    public static StaEvaluation? Judge(IReadOnlyList<ConnectionEstimate> estimates, Wiring truth)
        => Judge(JudgedPairs.From(estimates, truth));

    internal static StaEvaluation? Judge(JudgedPairs pairs)
    {
        if (!pairs.AnyTested)
            return null;
        TrueConnection[] classes = pairs.Classes;
        IReadOnlyList<DetectionRates> sweep = DetectionRates.Sweep(classes, pairs.ReferenceP);
        return new StaEvaluation(
            DetectionRates.At(classes, pairs.ReferenceP, ReferenceThreshold), sweep,
            AreaUnderCurve.LeftRiemann(sweep, rates => rates.Connected),
            AreaUnderCurve.LeftRiemann(sweep, rates => rates.Excitatory),
            AreaUnderCurve.LeftRiemann(sweep, rates => rates.Inhibitory),
            AreaUnderCurve.MidRank(classes, Array.ConvertAll(pairs.ReferenceP, p => -p)),
            AreaUnderCurve.MidRank(classes, pairs.RelativeHeight),
            AreaUnderCurve.ThreeClass(classes, pairs.SignedRelativeHeight));
    }

    /// <summary>The class of a pair.</summary>
    /// <param name="kind">What connects it, null for nothing.</param>
    public static TrueConnection ClassOf(NeuronKind? kind) => kind switch
    {
        NeuronKind.Excitatory => TrueConnection.Excitatory,
        NeuronKind.Inhibitory => TrueConnection.Inhibitory,
        _ => TrueConnection.None,
    };
}
