using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>A statistic against something that varies.</summary>
/// <param name="Name">What the line is, for the legend.</param>
/// <param name="Stroke">How it is drawn.</param>
/// <param name="Mark">How its points are drawn.</param>
/// <param name="Xs">Where its points lie.</param>
/// <param name="Middle">How high, such as a mean; NaN leaves a hole.</param>
public sealed record StatisticLine(string Name, Stroke Stroke, Mark Mark, IReadOnlyList<double> Xs, IReadOnlyList<double> Middle)
{
    /// <summary>Where single values lie, each a dot; empty where only the line is drawn.</summary>
    public IReadOnlyList<double> DotXs { get; init; } = [];

    /// <summary>How high they lie.</summary>
    public IReadOnlyList<double> Dots { get; init; } = [];
}

/// <summary>The lines of one chart.</summary>
/// <param name="Title">What all of them have in common; empty for nothing.</param>
/// <param name="Lines">The lines; names and strokes mean the same in every chart.</param>
public sealed record StatisticPanel(string Title, IReadOnlyList<StatisticLine> Lines);

/// <summary>Statistics against something that varies: single values as dots, their middle as a line; one chart or several on the same axes.</summary>
public static class StatisticFigure
{
    private const int MostPerRow = 3;

    /// <summary>Draws it.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="alt">What it shows, in a sentence.</param>
    /// <param name="x">The lying axis of all charts.</param>
    /// <param name="y">The upright axis of all charts.</param>
    /// <param name="panels">The charts, at least one.</param>
    public static Figure Of(string name, string alt, FigureAxis x, FigureAxis y, IReadOnlyList<StatisticPanel> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        StatisticLine[] named = [.. panels.SelectMany(panel => panel.Lines).DistinctBy(line => line.Name).Where(line => line.Name.Length > 0)];
        return new ChartFigure
        {
            Name = name,
            Alt = alt,
            Width = panels.Count == 1 ? FigureWidth.Column : FigureWidth.Page,
            Charts = [.. panels.Select(panel => ChartOf(panel, x, y, panels.Count == 1))],
            PerRow = Math.Min(MostPerRow, panels.Count),
            SharedAxes = panels.Count > 1,
            Legend = [.. named.Select(line => new LegendEntry(line.Name, line.Stroke, line.Mark))],
        };
    }

    private static Chart ChartOf(StatisticPanel panel, FigureAxis x, FigureAxis y, bool alone) => new()
    {
        Title = panel.Title,
        X = x,
        Y = y,
        Parts = [.. panel.Lines.Select(Dots), .. panel.Lines.SelectMany(Middle)],
        Height = alone ? 220 : 190,
    };

    private static ChartPart Dots(StatisticLine line) => new Dots(line.DotXs, line.Dots, line.Mark with { Size = 4 });

    private static IEnumerable<ChartPart> Middle(StatisticLine line)
    {
        yield return new Curve(line.Xs, line.Middle, line.Stroke);
        // A point between two holes is no line; where there are dots they show it.
        if (line.Dots.Count == 0)
            yield return new Dots(line.Xs, line.Middle, line.Mark);
    }
}
