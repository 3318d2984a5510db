using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Evaluation;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Tests.Host;

/// <summary>Evaluation written down as it is defined, a pass for each figure.</summary>
internal static class StraightforwardEvaluation
{
    public static StaEvaluation? Sta(ConnectionEstimate[] estimates, Wiring truth)
    {
        if (estimates.All(estimate => estimate.OneLook is null))
            return null;
        TrueConnection[] classes = Classes(estimates, truth);
        double[] p = [.. estimates.Select(estimate => estimate.OneLook?.ReferenceP ?? double.NaN)];
        DetectionRates[] sweep = [.. p.Append(0).Where(value => !double.IsNaN(value)).Distinct().Order().Select(threshold => DetectionRates.At(classes, p, threshold))];
        return new StaEvaluation(
            DetectionRates.At(classes, p, 0.05), sweep,
            AreaUnderCurve.LeftRiemann(sweep, rates => rates.Connected),
            AreaUnderCurve.LeftRiemann(sweep, rates => rates.Excitatory),
            AreaUnderCurve.LeftRiemann(sweep, rates => rates.Inhibitory),
            AreaUnderCurve.MidRank(classes, [.. p.Select(value => -value)]),
            AreaUnderCurve.MidRank(classes, [.. estimates.Select(estimate => estimate.RelativeHeight ?? double.NaN)]),
            AreaUnderCurve.ThreeClass(classes, [.. estimates.Select(estimate => estimate.SignedRelativeHeight ?? double.NaN)]));
    }

    public static OnlineEvaluation Online(ConnectionEstimate[] estimates, Wiring truth, int score)
    {
        TrueConnection[] classes = Classes(estimates, truth);
        OnlineEstimate[] online = [.. estimates.Select(estimate => estimate.Online[score])];
        (TrueConnection Is, TrueConnection Found)[] pairs = [.. classes.Zip(online.Select(FoundAs))];
        int foundFalsely = pairs.Count(pair => pair.Is == TrueConnection.None && pair.Found != TrueConnection.None);
        return new OnlineEvaluation(
            online[0].Score, online[0].Deciding,
            Fraction(pairs.Count(pair => pair == (TrueConnection.Excitatory, TrueConnection.Excitatory)), classes.Count(kind => kind == TrueConnection.Excitatory)),
            Fraction(pairs.Count(pair => pair == (TrueConnection.Inhibitory, TrueConnection.Inhibitory)), classes.Count(kind => kind == TrueConnection.Inhibitory)),
            Fraction(foundFalsely, classes.Count(kind => kind == TrueConnection.None)),
            Fraction(foundFalsely, pairs.Count(pair => pair.Found != TrueConnection.None)) ?? 0,
            AreaUnderCurve.ThreeClass(classes, [.. estimates.Select(estimate => Signed(estimate, estimate.Online[score]))]),
            MedianSeconds(classes, online, TrueConnection.Excitatory), MedianSeconds(classes, online, TrueConnection.Inhibitory),
            pairs.Count(pair => pair.Is != TrueConnection.None && pair.Found != TrueConnection.None && pair.Is != pair.Found));
    }

    private static TrueConnection[] Classes(ConnectionEstimate[] estimates, Wiring truth)
        => [.. estimates.Select(estimate => StaEvaluation.ClassOf(truth[estimate.Source, estimate.Target]))];

    private static TrueConnection FoundAs(OnlineEstimate online) => online.State switch
    {
        ConnectionState.Excitatory => TrueConnection.Excitatory,
        ConnectionState.Inhibitory => TrueConnection.Inhibitory,
        _ => TrueConnection.None,
    };

    private static double Signed(ConnectionEstimate estimate, OnlineEstimate online)
    {
        if (online.Score == ConnectionScore.Sta)
            return estimate.SignedRelativeHeight ?? double.NaN;
        if (online.Log10EvidenceMax is not { } evidence)
            return double.NaN;
        return (online.Log10EvidenceInhibitory > online.Log10EvidenceExcitatory ? -1 : 1) * Math.Max(0, evidence);
    }

    private static double? Fraction(int part, int whole) => whole == 0 ? null : (double)part / whole;

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
