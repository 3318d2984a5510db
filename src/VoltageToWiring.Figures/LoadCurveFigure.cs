using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>How latency and speed change with a load.</summary>
/// <param name="Name">What stays the same along it, for the legend; empty where there is one alone.</param>
/// <param name="Loads">The loads, ascending.</param>
/// <param name="P50">Half of all were no later, ms.</param>
/// <param name="P999">999 of 1,000 were no later, ms.</param>
/// <param name="Speeds">Seconds of recording in a second.</param>
public sealed record LoadCurve(string Name, IReadOnlyList<double> Loads, IReadOnlyList<double> P50, IReadOnlyList<double> P999, IReadOnlyList<double> Speeds);

/// <summary>Latency and real-time factor against a load, beside each other: where the one rises the other falls.</summary>
public static class LoadCurveFigure
{
    private const float Thin = 1;
    private const double LowestSpeed = 0.9;

    /// <summary>Draws it.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="alt">What it shows, in a sentence.</param>
    /// <param name="load">The axis of the load.</param>
    /// <param name="curves">The curves, at least one.</param>
    public static Figure Of(string name, string alt, FigureAxis load, IReadOnlyList<LoadCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        double slowest = curves.SelectMany(curve => curve.Speeds).Min();
        return new ChartFigure
        {
            Name = name,
            Alt = alt,
            PerRow = 2,
            Charts =
            [
                new Chart
                {
                    Title = "latency",
                    X = load,
                    Y = FigureAxis.Around("latency (ms)", AxisScale.Logarithmic, [.. curves.SelectMany(curve => new[] { curve.P50, curve.P999 })]),
                    Parts = [.. curves.SelectMany((curve, at) => Latencies(curve, at, curves.Count))],
                    Height = 200,
                },
                new Chart
                {
                    Title = "speed",
                    X = load,
                    Y = FigureAxis.From("times real time", Math.Min(LowestSpeed, slowest - 0.05), 1.02),
                    Parts = [.. curves.SelectMany((curve, at) => Line(curve.Loads, curve.Speeds, Of(at, curves.Count), SeriesStyle.MarkOf(Series(at, curves.Count))))],
                    Levels = [new Level(1, "", new Stroke(Tone.Muted, 1, Dash.Dotted))],
                    Height = 200,
                },
            ],
            Legend = curves.Count == 1
                ? [new LegendEntry("p99.9", Of(0, 1), SeriesStyle.MarkOf(1)), new LegendEntry("p50", SeriesStyle.StrokeOf(0, Thin), SeriesStyle.MarkOf(0))]
                : [.. curves.Select((curve, at) => new LegendEntry(curve.Name, Of(at, curves.Count), SeriesStyle.MarkOf(at)))],
        };
    }

    // One curve alone has a colour for each percentile; several have one each, and their median is thin.
    private static IEnumerable<ChartPart> Latencies(LoadCurve curve, int at, int curves)
        => Line(curve.Loads, curve.P999, Of(at, curves), SeriesStyle.MarkOf(Series(at, curves)))
            .Concat(Line(curve.Loads, curve.P50, SeriesStyle.StrokeOf(at, Thin), SeriesStyle.MarkOf(at, 3)));

    private static int Series(int at, int curves) => curves == 1 ? 1 : at;

    private static Stroke Of(int at, int curves) => SeriesStyle.StrokeOf(Series(at, curves), 2);

    private static IEnumerable<ChartPart> Line(IReadOnlyList<double> xs, IReadOnlyList<double> ys, Stroke stroke, Mark mark)
        => [new Curve(xs, ys, stroke), new Dots(xs, ys, mark)];
}
