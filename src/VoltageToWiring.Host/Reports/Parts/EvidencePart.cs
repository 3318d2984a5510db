using VoltageToWiring.Figures;
using VoltageToWiring.Inference.Significance;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Parts;

/// <summary>Evidence against time.</summary>
internal static class EvidencePart
{
    private const string Title = "Evidence while the recording ran";

    public static ReportFigure Of(RunFolder folder, RunPairs pairs, ShownTimelines timelines)
    {
        if (folder.Resolved.Online is not { } online)
            return ReportFigure.LeftOut(Title, "No online score ran (inference.online): without one nothing may be watched.");
        if (!pairs.HaveEvidence)
            return ReportFigure.LeftOut(Title, "The deciding score has no evidence.");
        EvidenceLine[] lines = [.. timelines.Lines.Select(pair => LineOf(pair, timelines.Of(pair))).OfType<EvidenceLine>()];
        if (lines.Length == 0)
            return ReportFigure.LeftOut(Title, "There was no report yet.");
        string which = timelines.Lines.Count == pairs.All.Count ? "Every pair is a line"
            : Invariant($"The {timelines.Lines.Count} pairs with the most evidence, at most {ShownTimelines.LinesOfEachKind} of each kind, are lines");
        return new ReportFigure(
            Title,
            $"{which}, in the colour of {folder.WhatPairsAre}. M is the fortune of a bet against “not connected”: while that is true it cannot be "
            + $"expected to grow, so it may be looked at after every batch. {Rule(online, pairs)} The axis is linear near 0 and logarithmic far from it.",
            EvidenceFigure.Of(lines, [.. Thresholds(online, pairs)]));
    }

    private static EvidenceLine? LineOf(ReportedPair pair, PairTimeline? timeline)
        => timeline is null ? null : new EvidenceLine(pair.Kind, timeline.TimesSeconds, timeline.Evidence);

    private static IEnumerable<(double, string)> Thresholds(OnlineOptions online, RunPairs pairs)
    {
        yield return (Math.Log10(DecidingEvidence(online, pairs)), "found");
        if (online.Correction == MultiplicityCorrection.None && online.HorizonSeconds is null)
            yield return (Math.Log10(2 / online.Alpha), "sign certain");
    }

    // Under e-BH the bar falls with every pair found; at the end it stands here.
    private static double DecidingEvidence(OnlineOptions online, RunPairs pairs)
    {
        int found = pairs.All.Count(pair => ReportedPair.IsConnection(pair.Found));
        double shares = online.Correction switch
        {
            MultiplicityCorrection.FamilyWise => pairs.All.Count,
            MultiplicityCorrection.EBenjaminiHochberg => (double)pairs.All.Count / Math.Max(1, found),
            _ => 1,
        };
        return (online.HorizonSeconds is null ? 1 : 2) * shares / online.Alpha;
    }

    private static string Rule(OnlineOptions online, RunPairs pairs)
    {
        double needed = DecidingEvidence(online, pairs);
        return online.Correction switch
        {
            MultiplicityCorrection.EBenjaminiHochberg => Invariant($"A pair is found above the line, M = {needed:0.#}: under e-BH at α = {online.Alpha} ")
                + "the line falls with every pair found, and is drawn where it stood at the end.",
            MultiplicityCorrection.FamilyWise => Invariant($"A pair is found above the line, M = {needed:0.#}: α = {online.Alpha} over all pairs together."),
            _ => Invariant($"A pair is found above the line, M = {needed:0.#}: α = {online.Alpha} for each pair."),
        };
    }
}
