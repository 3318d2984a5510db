using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>The evidence of one pair, report by report.</summary>
/// <param name="Kind">What the pair is, or is taken to be.</param>
/// <param name="TimesSeconds">Times of the reports, s, ascending.</param>
/// <param name="Log10Evidence">log10 M at each; NaN where nothing is known.</param>
public sealed record EvidenceLine(ConnectionKind Kind, IReadOnlyList<double> TimesSeconds, IReadOnlyList<double> Log10Evidence);

/// <summary>Evidence against time, a line for each pair, with the evidence at which a pair is found.</summary>
public static class EvidenceFigure
{
    // A line that hides others should let them be guessed.
    private const double Opacity = 0.85;

    /// <summary>Draws it.</summary>
    /// <param name="lines">The pairs, at least one.</param>
    /// <param name="thresholds">log10 M that decides, and what it is called.</param>
    public static Figure Of(IReadOnlyList<EvidenceLine> lines, IReadOnlyList<(double Log10Evidence, string Label)> thresholds)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(thresholds);
        TimeAxis time = TimeAxis.Of(
            "recorded so far", lines.Min(line => line.TimesSeconds[0]), lines.Max(line => line.TimesSeconds[^1]));
        return new ChartFigure
        {
            Name = "evidence",
            Alt = "Evidence of every pair against recording time.",
            Charts =
            [
                new Chart
                {
                    X = time.Axis,
                    Y = FigureAxis.Around(
                        "evidence, log10 M", AxisScale.Symmetric,
                        [.. lines.Select(line => line.Log10Evidence), [.. thresholds.Select(threshold => threshold.Log10Evidence)]]),
                    // What is not connected lies lowest, and behind.
                    Parts = [.. lines.OrderByDescending(line => line.Kind).Select(line => Line(line, time))],
                    Levels = [.. thresholds.Select(threshold => new Level(threshold.Log10Evidence, threshold.Label, new Stroke(Tone.Ink, 1)))],
                    Height = 280,
                },
            ],
            Legend = [.. lines.Select(line => line.Kind).Distinct().Order().Select(LegendEntry.LineOf)],
        };
    }

    private static Curve Line(EvidenceLine line, TimeAxis time)
        => new(time.InUnits(line.TimesSeconds), line.Log10Evidence, KindStyle.StrokeOf(line.Kind) with { Opacity = Opacity });
}
