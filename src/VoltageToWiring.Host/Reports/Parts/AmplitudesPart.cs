using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Style;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Parts;

/// <summary>Amplitudes with their bands against time.</summary>
internal static class AmplitudesPart
{
    private const string Title = "Amplitudes with their bands";

    public static ReportFigure Of(RunFolder folder, RunPairs pairs, ShownTimelines timelines)
    {
        if (folder.Resolved.Online is not { } online || pairs.Score is null)
            return ReportFigure.LeftOut(Title, "No online score ran (inference.online): only these estimate amplitudes.");
        ShownUnit unit = ShownUnit.Of(folder.Results.AmplitudeUnit);
        AmplitudeTrack[] tracks = [.. timelines.Tracks.Select(pair => TrackOf(pair, timelines.Of(pair), unit)).OfType<AmplitudeTrack>()];
        if (tracks.Length == 0)
            return ReportFigure.LeftOut(Title, "No pair had an amplitude yet.");
        return new ReportFigure(
            Title,
            "The pairs with the most evidence of each kind. "
            + Invariant($"The band holds the amplitude at every moment at once, with 1 − α = {1 - online.Alpha:0.###}. ")
            + Invariant($"Dotted lines: ±{unit.PerUnit * online.MinimumAmplitude:0.###} {unit.Name}; ")
            + "a pair whose whole band lies between them counts as absent.",
            AmplitudesFigure.Of(tracks, unit.Name, unit.PerUnit * online.MinimumAmplitude));
    }

    private static AmplitudeTrack? TrackOf(ReportedPair pair, PairTimeline? timeline, ShownUnit unit)
        => timeline is null || !timeline.Amplitudes.Exists(double.IsFinite) ? null
            : new AmplitudeTrack(
                Invariant($"{pair.Source} → {pair.Target}, {KindStyle.NameOf(pair.Kind)}"), pair.Kind, timeline.TimesSeconds,
                unit.Of(timeline.Amplitudes), unit.Of(timeline.Low), unit.Of(timeline.High));
}
