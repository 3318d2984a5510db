using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Axes;

namespace VoltageToWiring.Host.Reports.Parts;

/// <summary>How evidence and amplitudes are distributed, where there are too many pairs to look at each.</summary>
internal static class HistogramParts
{
    private const int FewPairs = 100;

    public static IEnumerable<ReportFigure> Of(RunFolder folder, RunPairs pairs)
    {
        if (pairs.All.Count <= FewPairs || pairs.Score is null)
            yield break;
        ShownUnit unit = ShownUnit.Of(folder.Results.AmplitudeUnit);
        if (pairs.HaveEvidence)
        {
            yield return new ReportFigure(
                "Evidence of all pairs", $"Largest evidence that each pair ever had, by {folder.WhatPairsAre}; both axes are logarithmic.",
                HistogramFigure.Of("evidence-histogram", "largest evidence, log10 M", AxisScale.Symmetric, Values(pairs, pair => pair.Evidence)));
        }
        if (pairs.All.Any(pair => double.IsFinite(pair.Amplitude)))
        {
            yield return new ReportFigure(
                "Amplitudes of all pairs", $"Amplitude of each pair, by {folder.WhatPairsAre}; numbers of pairs are on a logarithmic axis.",
                HistogramFigure.Of(
                    "amplitude-histogram", $"amplitude ({unit.Name})", AxisScale.Linear, Values(pairs, pair => unit.PerUnit * pair.Amplitude)));
        }
    }

    private static KindValues[] Values(RunPairs pairs, Func<ReportedPair, double> value)
        => [.. pairs.All.GroupBy(pair => pair.Kind).OrderBy(kind => kind.Key).Select(kind => new KindValues(kind.Key, [.. kind.Select(value)]))];
}
