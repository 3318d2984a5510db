using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>Values of the pairs of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Values">The values; those that are not finite are left out.</param>
public sealed record KindValues(ConnectionKind Kind, IReadOnlyList<double> Values);

/// <summary>How many pairs of each kind have which value, on a logarithmic scale of numbers: one in a million is seen.</summary>
public static class HistogramFigure
{
    private const int Bins = 60;

    /// <summary>Draws it.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="label">What the values are, with their unit.</param>
    /// <param name="scale">How they lie along the axis.</param>
    /// <param name="kinds">The kinds, at least one.</param>
    public static Figure Of(string name, string label, AxisScale scale, IReadOnlyList<KindValues> kinds)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(kinds);
        FigureAxis values = FigureAxis.Around(label, scale, kinds.Select(kind => kind.Values));
        (ConnectionKind Kind, double[] Counts)[] counted = [.. kinds.Select(kind => (kind.Kind, Count(kind.Values, values)))];
        double most = counted.Max(kind => kind.Counts.Max());
        double[] edges = [.. Enumerable.Range(0, Bins + 1).Select(i => scale.Unmap(Edge(values, i)))];
        return new ChartFigure
        {
            Name = name,
            Alt = $"Number of pairs of each kind against {label}.",
            Width = FigureWidth.Column,
            Charts =
            [
                new Chart
                {
                    X = values,
                    Y = new FigureAxis("pairs", AxisScale.Logarithmic, 0.7, Math.Max(10, 1.5 * most)),
                    Parts = [.. counted.SelectMany(kind => Outline(kind.Kind, edges, kind.Counts))],
                    Height = 220,
                },
            ],
            Legend = [.. kinds.Select(kind => LegendEntry.LineOf(kind.Kind))],
        };
    }

    private static double Edge(FigureAxis axis, int edge) => axis.Map(axis.Low) + (axis.Map(axis.High) - axis.Map(axis.Low)) * edge / Bins;

    private static double[] Count(IReadOnlyList<double> values, FigureAxis axis)
    {
        var counts = new double[Bins];
        double from = axis.Map(axis.Low), width = axis.Map(axis.High) - from;
        foreach (double value in values)
        {
            double place = (axis.Map(value) - from) / width * Bins;
            if (double.IsFinite(place))
                counts[Math.Clamp((int)place, 0, Bins - 1)]++;
        }
        return counts;
    }

    // Filled below, and with the line of its kind on top.
    private static IEnumerable<ChartPart> Outline(ConnectionKind kind, double[] edges, double[] counts)
    {
        const double Floor = 0.7;
        double[] xs = [.. Enumerable.Range(0, Bins).SelectMany(i => new[] { edges[i], edges[i + 1] })];
        double[] ys = [.. counts.SelectMany(count => new[] { Math.Max(Floor, count), Math.Max(Floor, count) })];
        yield return new Band(xs, [.. ys.Select(_ => Floor)], ys, KindStyle.ToneOf(kind), 0.15);
        yield return new Curve(xs, ys, KindStyle.StrokeOf(kind));
    }
}
