using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Style;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Numerics.Evaluation;

namespace VoltageToWiring.Host.Reports.Parts;

/// <summary>Receiver operating characteristics against the truth.</summary>
internal static class RocPart
{
    private const string Title = "Found and falsely flagged";

    public static ReportFigure Of(RunFolder folder, RunPairs pairs)
    {
        if (!pairs.All.Any(pair => pair.Kind == ConnectionKind.None) || !pairs.All.Any(pair => ReportedPair.IsConnection(pair.Kind)))
            return ReportFigure.LeftOut(Title, "It takes both connections and unconnected pairs of which the truth is known.");
        RocPanel[] panels = [.. OneLook(folder.Results.Evaluation?.Sta), .. Online(pairs)];
        return panels.Length == 0
            ? ReportFigure.LeftOut(Title, "Neither an online score nor a one-look test ran.")
            : new ReportFigure(
                Title, "Fraction of the connections found against fraction of the unconnected pairs flagged, from the strictest threshold to the most lenient.",
                RocFigure.Of(panels));
    }

    private static IEnumerable<RocPanel> OneLook(StaEvaluationJson? sta)
    {
        if (sta is not null)
            yield return Panel("one look at p", [.. sta.Roc.Select(RatesOf)]);
    }

    private static DetectionRates RatesOf(RocPointJson point) => new(point.PThreshold, point.TprExc, point.TprInh, point.Tpr, point.Fpr);

    // The most evidence comes first, as the smallest p does.
    private static IEnumerable<RocPanel> Online(RunPairs pairs)
    {
        if (!pairs.HaveEvidence)
            yield break;
        TrueConnection[] truth = [.. pairs.All.Select(pair => ClassOf(pair.Kind))];
        yield return Panel($"{pairs.Score} score, largest evidence", DetectionRates.Sweep(truth, [.. pairs.All.Select(pair => -pair.Evidence)]));
    }

    private static RocPanel Panel(string title, IReadOnlyList<DetectionRates> sweep)
    {
        double[] falsePositive = [0, .. sweep.Select(rates => rates.FalsePositive ?? double.NaN)];
        RocCurve CurveOf(ConnectionKind kind, Func<DetectionRates, double?> rate)
            => new(KindStyle.NameOf(kind), falsePositive, [0, .. sweep.Select(rates => rate(rates) ?? double.NaN)], KindStyle.StrokeOf(kind, 2));
        return new RocPanel(
            title, [CurveOf(ConnectionKind.Excitatory, rates => rates.Excitatory), CurveOf(ConnectionKind.Inhibitory, rates => rates.Inhibitory)]);
    }

    private static TrueConnection ClassOf(ConnectionKind kind) => kind switch
    {
        ConnectionKind.Excitatory => TrueConnection.Excitatory,
        ConnectionKind.Inhibitory => TrueConnection.Inhibitory,
        _ => TrueConnection.None,
    };
}
