using VoltageToWiring.Host.Evaluation;

namespace VoltageToWiring.Host.Results;

/// <summary>One online score against the truth. Rates are null where there is nothing of the kind.</summary>
/// <param name="TprExc">Fraction of the excitatory connections found, with the right sign.</param>
/// <param name="TprInh">The same of the inhibitory ones.</param>
/// <param name="Fpr">Fraction of the unconnected pairs found.</param>
/// <param name="Fdr">Fraction of what was found that is not connected.</param>
/// <param name="AucThreeClass">Area where a true positive needs the right sign; chance is 0.25.</param>
/// <param name="MedianDecidedS">Median time to detection by kind.</param>
/// <param name="SignErrors">Connections found with the wrong sign.</param>
public sealed record OnlineEvaluationJson(
    double? TprExc, double? TprInh, double? Fpr, double? Fdr, double? AucThreeClass, MedianDecidedJson MedianDecidedS, int SignErrors)
{
    internal static OnlineEvaluationJson From(OnlineEvaluation e) => new(
        e.Excitatory, e.Inhibitory, e.FalsePositive, e.FalseDiscovery, e.AucThreeClass,
        new MedianDecidedJson(e.MedianSecondsExcitatory, e.MedianSecondsInhibitory), e.SignErrors);
}

/// <summary>Median times to detection, s; null where half or more of the connections were not found, or there are none.</summary>
/// <param name="Exc">Excitatory connections.</param>
/// <param name="Inh">Inhibitory connections.</param>
public sealed record MedianDecidedJson(double? Exc, double? Inh);
