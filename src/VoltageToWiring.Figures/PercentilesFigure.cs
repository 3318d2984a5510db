using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>How long something took, as a line of percentiles.</summary>
/// <param name="Name">What it is, for the legend.</param>
/// <param name="Stroke">How it is drawn.</param>
/// <param name="OneIn">1/(1 − p) of each percentile p, ascending, above 1: one in so many was longer.</param>
/// <param name="Milliseconds">The duration at each, ms.</param>
public sealed record PercentileLine(string Name, Stroke Stroke, IReadOnlyList<double> OneIn, IReadOnlyList<double> Milliseconds);

/// <summary>Durations against percentiles, so that one in a thousand has as much room as one in ten.</summary>
public static class PercentilesFigure
{
    // Beyond 50 % each is a nine more than the one before it.
    private static readonly AxisTick[] Ticks =
    [
        new(2, "50 %"), new(10, "90 %"), new(1e2, "99 %"), new(1e3, "99.9 %"), new(1e4, "99.99 %"), new(1e5, "99.999 %"), new(1e6, "99.9999 %"),
        new(1e7, "99.99999 %"),
    ];

    /// <summary>Draws it.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="alt">What it shows, in a sentence.</param>
    /// <param name="lines">The lines, at least one.</param>
    public static Figure Of(string name, string alt, IReadOnlyList<PercentileLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        double most = Math.Max(100, lines.Max(line => line.OneIn[^1]));
        return new ChartFigure
        {
            Name = name,
            Alt = alt,
            Width = FigureWidth.Column,
            Charts =
            [
                new Chart
                {
                    X = new FigureAxis("percentile", AxisScale.Logarithmic, 1, most) with { Named = [.. Ticks.Where(tick => tick.Value <= most)] },
                    Y = FigureAxis.Around("latency (ms)", AxisScale.Logarithmic, [.. lines.Select(line => line.Milliseconds)]),
                    Parts = [.. lines.Select(line => new Curve(line.OneIn, line.Milliseconds, line.Stroke))],
                    Height = 210,
                },
            ],
            Legend = [.. lines.Select(line => new LegendEntry(line.Name, line.Stroke))],
        };
    }
}
