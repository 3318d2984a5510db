using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>The amplitude of one pair with its band, report by report.</summary>
/// <param name="Title">Which pair.</param>
/// <param name="Kind">What the pair is, or is taken to be.</param>
/// <param name="TimesSeconds">Times of the reports, s, ascending.</param>
/// <param name="Amplitudes">Amplitude at each; NaN where nothing is known.</param>
/// <param name="Low">Lower end of the band.</param>
/// <param name="High">Upper end of the band.</param>
public sealed record AmplitudeTrack(
    string Title, ConnectionKind Kind, IReadOnlyList<double> TimesSeconds,
    IReadOnlyList<double> Amplitudes, IReadOnlyList<double> Low, IReadOnlyList<double> High);

/// <summary>Amplitudes against time, a small chart for each pair.</summary>
public static class AmplitudesFigure
{
    private const int PerRow = 3;

    // At first a band is wider than anything worth seeing: the axis holds the amplitudes and this part of the bands' ends, the narrowest.
    private const double BandsShown = 0.8;

    /// <summary>Draws it.</summary>
    /// <param name="tracks">The pairs, at least one.</param>
    /// <param name="unit">Unit of the amplitudes.</param>
    /// <param name="minimum">The smallest amplitude of interest, drawn on both sides; null for none.</param>
    public static Figure Of(IReadOnlyList<AmplitudeTrack> tracks, string unit, double? minimum)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        TimeAxis time = TimeAxis.Of("recorded so far", tracks.Min(track => track.TimesSeconds[0]), tracks.Max(track => track.TimesSeconds[^1]));
        FigureAxis amplitude = FigureAxis.Around($"amplitude ({unit})", AxisScale.Linear, tracks.Select(Shown));
        return new ChartFigure
        {
            Name = "amplitudes",
            Alt = "Amplitudes of some pairs with their confidence bands against recording time.",
            Charts = [.. tracks.Select(track => ChartOf(track, time, amplitude, minimum))],
            PerRow = Math.Min(PerRow, tracks.Count),
            SharedAxes = true,
            Legend =
            [
                .. tracks.Select(track => track.Kind).Distinct().Order().Select(LegendEntry.LineOf),
                new LegendEntry("anytime band", Fill: Tone.Muted),
            ],
        };
    }

    private static Chart ChartOf(AmplitudeTrack track, TimeAxis time, FigureAxis amplitude, double? minimum)
    {
        double[] times = time.InUnits(track.TimesSeconds);
        return new Chart
        {
            Title = track.Title,
            X = time.Axis,
            Y = amplitude,
            Parts =
            [
                new Band(times, track.Low, track.High, KindStyle.ToneOf(track.Kind)),
                new Curve(times, track.Amplitudes, KindStyle.StrokeOf(track.Kind, 1.8f)),
            ],
            Levels =
            [
                new Level(0, "", new Stroke(Tone.Muted, 1)),
                .. minimum is { } least
                    ? new[] { least, -least }.Select(value => new Level(value, "", new Stroke(Tone.Muted, 1, Dash.Dotted)))
                    : [],
            ],
            Height = 120,
        };
    }

    private static IReadOnlyList<double> Shown(AmplitudeTrack track)
    {
        int[] narrowest =
        [
            .. Enumerable.Range(0, track.Low.Count)
                .Where(i => double.IsFinite(track.High[i] - track.Low[i])).OrderBy(i => track.High[i] - track.Low[i]),
        ];
        IEnumerable<int> shown = narrowest.Take((int)Math.Ceiling(BandsShown * narrowest.Length));
        return [.. shown.SelectMany(i => new[] { track.Low[i], track.High[i], track.Amplitudes[i] })];
    }
}
