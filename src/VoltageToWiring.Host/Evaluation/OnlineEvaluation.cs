using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Evaluation;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Host.Evaluation;

/// <summary>How one online score did against the truth. Found means excitatory or inhibitory; rates are null where a class is empty.</summary>
/// <param name="Score">The score.</param>
/// <param name="Deciding">Whether it decides.</param>
/// <param name="Excitatory">Fraction of the excitatory connections found, with the right sign.</param>
/// <param name="Inhibitory">Fraction of the inhibitory connections found, with the right sign.</param>
/// <param name="FalsePositive">Fraction of the unconnected pairs found.</param>
/// <param name="FalseDiscovery">Fraction of the found pairs that is not connected; 0 where none was found.</param>
/// <param name="AucThreeClass">Area by signed evidence, where a true positive needs the right sign; of the sta score by signed height.</param>
/// <param name="MedianSecondsExcitatory">Median time to detection over all excitatory connections, s; null where it is infinite.</param>
/// <param name="MedianSecondsInhibitory">The same over the inhibitory ones.</param>
/// <param name="SignErrors">Connections found with the wrong sign.</param>
public sealed record OnlineEvaluation(
    ConnectionScore Score, bool Deciding, double? Excitatory, double? Inhibitory, double? FalsePositive, double FalseDiscovery,
    double? AucThreeClass, double? MedianSecondsExcitatory, double? MedianSecondsInhibitory, int SignErrors)
{
    /// <summary>Judges every score that the estimates hold.</summary>
    /// <param name="estimates">One for each pair.</param>
    /// <param name="truth">The wiring.</param>
    /// <returns>One for each score, in their order; empty where none runs.</returns>
    public static IReadOnlyList<OnlineEvaluation> Judge(IReadOnlyList<ConnectionEstimate> estimates, Wiring truth)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        ArgumentNullException.ThrowIfNull(truth);
        TrueConnection[] classes = [.. estimates.Select(estimate => StaEvaluation.ClassOf(truth[estimate.Source, estimate.Target]))];
        int scores = estimates.Count == 0 ? 0 : estimates[0].Online.Count;
        return [.. Enumerable.Range(0, scores).Select(score => Judge(estimates, classes, score))];
    }

    private static OnlineEvaluation Judge(IReadOnlyList<ConnectionEstimate> estimates, TrueConnection[] classes, int score)
    {
        OnlineEstimate[] online = [.. estimates.Select(estimate => estimate.Online[score])];
        TrueConnection[] found = [.. online.Select(FoundAs)];
        int foundInAll = found.Count(kind => kind != TrueConnection.None);
        int foundFalsely = Count(classes, found, (truly, kind) => truly == TrueConnection.None && kind != TrueConnection.None);
        int wrongSigns = Count(classes, found, (truly, kind) => truly != TrueConnection.None && kind != TrueConnection.None && kind != truly);
        double[] signed = [.. estimates.Select(estimate => SignedScore(estimate, estimate.Online[score]))];
        return new OnlineEvaluation(
            online[0].Score, online[0].Deciding,
            Hits(classes, found, TrueConnection.Excitatory), Hits(classes, found, TrueConnection.Inhibitory),
            Fraction(foundFalsely, classes.Count(truly => truly == TrueConnection.None)),
            Fraction(foundFalsely, foundInAll) ?? 0,
            AreaUnderCurve.ThreeClass(classes, signed),
            MedianSeconds(classes, online, TrueConnection.Excitatory), MedianSeconds(classes, online, TrueConnection.Inhibitory),
            wrongSigns);
    }

    private static TrueConnection FoundAs(OnlineEstimate online) => online.State switch
    {
        ConnectionState.Excitatory => TrueConnection.Excitatory,
        ConnectionState.Inhibitory => TrueConnection.Inhibitory,
        _ => TrueConnection.None,
    };

    // M starts at 1, so that its maximum speaks for a connection to the degree that its logarithm is above 0.
    private static double SignedScore(ConnectionEstimate estimate, OnlineEstimate online)
    {
        if (online.Score == ConnectionScore.Sta)
            return estimate.SignedRelativeHeight ?? double.NaN;
        if (online.Log10EvidenceMax is not { } evidence)
            return double.NaN;
        bool inhibitory = online.Log10EvidenceInhibitory > online.Log10EvidenceExcitatory;
        return inhibitory ? -Math.Max(0, evidence) : Math.Max(0, evidence);
    }

    private static double? Hits(TrueConnection[] classes, TrueConnection[] found, TrueConnection kind)
        => Fraction(Count(classes, found, (truly, seen) => truly == kind && seen == kind), classes.Count(truly => truly == kind));

    private static int Count(TrueConnection[] classes, TrueConnection[] found, Func<TrueConnection, TrueConnection, bool> holds)
        => classes.Zip(found, holds).Count(hit => hit);

    private static double? Fraction(int part, int whole) => whole == 0 ? null : (double)part / whole;

    // Whoever was not found, or with the wrong sign, is found at infinity.
    private static double? MedianSeconds(TrueConnection[] classes, OnlineEstimate[] online, TrueConnection kind)
    {
        double[] times = [.. online.Where((_, i) => classes[i] == kind)
            .Select(one => FoundAs(one) == kind ? one.DecidedAtSeconds ?? double.PositiveInfinity : double.PositiveInfinity)
            .Order()];
        if (times.Length == 0)
            return null;
        double median = (times[(times.Length - 1) / 2] + times[times.Length / 2]) / 2;
        return double.IsFinite(median) ? median : null;
    }
}
