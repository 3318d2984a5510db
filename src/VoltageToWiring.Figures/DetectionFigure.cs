using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>When the pairs of one kind were found.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Pairs">How many pairs are of this kind, above 0.</param>
/// <param name="FoundSeconds">When each of those found was found, s, in any order.</param>
public sealed record DetectionTimes(ConnectionKind Kind, int Pairs, IReadOnlyList<double> FoundSeconds);

/// <summary>The fraction of all pairs of each kind that was found by a time.</summary>
public static class DetectionFigure
{
    /// <summary>Draws it.</summary>
    /// <param name="kinds">The kinds, at least one.</param>
    /// <param name="firstSeconds">Time of the first report, s.</param>
    /// <param name="lastSeconds">Time of the last report, s.</param>
    public static Figure Of(IReadOnlyList<DetectionTimes> kinds, double firstSeconds, double lastSeconds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        TimeAxis time = TimeAxis.Of("recorded so far", firstSeconds, lastSeconds);
        return new ChartFigure
        {
            Name = "detection",
            Alt = "Fraction of the pairs of each kind found against recording time.",
            Width = FigureWidth.Column,
            Charts =
            [
                new Chart
                {
                    X = time.Axis,
                    Y = FigureAxis.Fractions("found (fraction of the kind)"),
                    Parts = [.. kinds.Select(kind => Steps(kind, firstSeconds, lastSeconds, time))],
                    Height = 240,
                },
            ],
            Legend = [.. kinds.Select(kind => LegendEntry.LineOf(kind.Kind))],
        };
    }

    private static Curve Steps(DetectionTimes kind, double first, double last, TimeAxis time)
    {
        var xs = new List<double> { first };
        var ys = new List<double> { 0 };
        int found = 0;
        foreach (IGrouping<double, double> at in kind.FoundSeconds.GroupBy(time => time).OrderBy(time => time.Key))
        {
            xs.AddRange([at.Key, at.Key]);
            ys.AddRange([(double)found / kind.Pairs, (double)(found + at.Count()) / kind.Pairs]);
            found += at.Count();
        }
        xs.Add(last);
        ys.Add((double)found / kind.Pairs);
        return new Curve(time.InUnits(xs), ys, KindStyle.StrokeOf(kind.Kind, 1.8f));
    }
}
