using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Style;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Parts;

/// <summary>Amplitudes with their bands against time.</summary>
internal static class AmplitudesPart
{
    private const string Title = "Amplitudes with their bands";
    private const int OfEachKind = 2;
    private const int Most = 6;

    public static ReportFigure Of(RunFolder folder, RunPairs pairs)
    {
        if (folder.Pipeline.Resolved.Online is not { } online || pairs.Score is not { } score)
            return ReportFigure.LeftOut(Title, "No online score ran (inference.online): only these estimate amplitudes.");
        ReportedPair[] shown = [.. pairs.Strongest(OfEachKind).Take(Most)];
        Dictionary<(int, int), PairTimeline> timelines = TimelineFile.Read(folder.Timeline, score, shown.Select(pair => (pair.Source, pair.Target)));
        ShownUnit unit = ShownUnit.Of(folder.Results.AmplitudeUnit);
        AmplitudeTrack[] tracks = [.. shown.Where(pair => Knows(timelines, pair)).Select(pair => Track(pair, timelines[(pair.Source, pair.Target)], unit))];
        if (tracks.Length == 0)
            return ReportFigure.LeftOut(Title, "No pair had an amplitude yet.");
        return new ReportFigure(
            Title,
            Invariant($"The pairs with the most evidence of each kind. The band holds the amplitude at every moment at once, with 1 − α = {1 - online.Alpha:0.###}. Dotted lines: ±{unit.PerUnit * online.MinimumAmplitude:0.###} {unit.Name}, within which a pair counts as absent once its whole band lies there."),
            AmplitudesFigure.Of(tracks, unit.Name, unit.PerUnit * online.MinimumAmplitude));
    }

    private static bool Knows(Dictionary<(int, int), PairTimeline> timelines, ReportedPair pair)
        => timelines.TryGetValue((pair.Source, pair.Target), out PairTimeline? timeline) && timeline.Amplitudes.Any(double.IsFinite);

    private static AmplitudeTrack Track(ReportedPair pair, PairTimeline timeline, ShownUnit unit) => new(
        Invariant($"{pair.Source} → {pair.Target}, {KindStyle.NameOf(pair.Kind)}"), pair.Kind, timeline.TimesSeconds,
        unit.Of(timeline.Amplitudes), unit.Of(timeline.Low), unit.Of(timeline.High));
}
