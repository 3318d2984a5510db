using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Host.Reports.Parts;

/// <summary>When connections were found.</summary>
internal static class DetectionPart
{
    private const string Title = "Time to detection";

    public static ReportFigure Of(RunFolder folder, RunPairs pairs)
    {
        if (pairs.Score is null)
            return ReportFigure.LeftOut(Title, "No online score ran (inference.online): one look at the end finds everything at once.");
        DetectionTimes[] kinds = [.. pairs.All.GroupBy(pair => pair.Kind).OrderBy(kind => kind.Key).Select(Times)];
        double every = folder.Resolved.Sta.ReportEveryFrames * folder.Resolved.Recording.FrameClock.PeriodSeconds;
        double last = folder.Results.DurationS;
        if (last <= 0)
            return ReportFigure.LeftOut(Title, "There was no report yet.");
        return new ReportFigure(
            Title,
            "Fraction of the pairs of each kind that was found, with the sign they have, by a time; of pairs that are not connected, the fraction "
            + "flagged with either sign. Decisions that were taken back do not count.",
            DetectionFigure.Of(kinds, Math.Min(every, last), last));
    }

    private static DetectionTimes Times(IGrouping<ConnectionKind, ReportedPair> kind)
    {
        bool IsRight(ReportedPair pair) => kind.Key == pair.Found || !ReportedPair.IsConnection(kind.Key);
        IEnumerable<ReportedPair> found = kind.Where(pair => double.IsFinite(pair.FoundAtSeconds) && IsRight(pair));
        return new DetectionTimes(kind.Key, kind.Count(), [.. found.Select(pair => pair.FoundAtSeconds)]);
    }
}
