using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>A value for each of two things that vary, as a table whose cells are shaded and named.</summary>
public sealed record HeatMap
{
    /// <summary>What the columns are, with the unit.</summary>
    public required string XLabel { get; init; }

    /// <summary>The columns.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>What the rows are, with the unit.</summary>
    public required string YLabel { get; init; }

    /// <summary>The rows, from bottom to top.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>The values, row by row; NaN leaves a cell empty.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>What stands in each cell.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>Whether equal ratios are equally far apart in shade; otherwise equal differences.</summary>
    public bool IsLogarithmic { get; init; }
}

/// <summary>Draws a heat map; its largest value is the darkest.</summary>
public static class HeatMapFigure
{
    private const float RowHeight = 34;
    private const int MostInColumn = 7;

    // Numbers in ink are read on the darkest cell.
    private const double Darkest = 0.55;
    private const double Lightest = 0.04;

    /// <summary>Draws it.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="alt">What it shows, in a sentence.</param>
    /// <param name="map">The values.</param>
    public static Figure Of(string name, string alt, HeatMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        int columns = map.Columns.Count, rows = map.Rows.Count;
        double[] places = [.. Enumerable.Range(0, columns * rows).Select(cell => (double)cell)];
        return new ChartFigure
        {
            Name = name,
            Alt = alt,
            Width = columns <= MostInColumn ? FigureWidth.Column : FigureWidth.Page,
            Charts =
            [
                new Chart
                {
                    X = FigureAxis.Names(map.XLabel, map.Columns),
                    Y = FigureAxis.Names(map.YLabel, map.Rows),
                    Parts =
                    [
                        new Shades(Strengths(map), columns, Tone.First),
                        new Words([.. places.Select(cell => cell % columns)], [.. places.Select(cell => Math.Floor(cell / columns))], map.Texts),
                    ],
                    Height = RowHeight * rows,
                },
            ],
        };
    }

    private static double[] Strengths(HeatMap map)
    {
        AxisScale scale = map.IsLogarithmic ? AxisScale.Logarithmic : AxisScale.Linear;
        double[] placed = [.. map.Values.Select(scale.Map)];
        double[] known = [.. placed.Where(double.IsFinite)];
        if (known.Length == 0)
            return [.. placed.Select(_ => double.NaN)];
        double low = known.Min(), span = known.Max() - low;
        return [.. placed.Select(value => double.IsFinite(value) ? Lightest + (Darkest - Lightest) * (span > 0 ? (value - low) / span : 0.5) : double.NaN)];
    }
}
