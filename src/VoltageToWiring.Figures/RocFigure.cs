using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>One receiver operating characteristic.</summary>
/// <param name="Name">What is to be found, for the legend.</param>
/// <param name="FalsePositive">Flagged fraction of the unconnected pairs at each threshold, ascending.</param>
/// <param name="TruePositive">Found fraction of the connections.</param>
/// <param name="Stroke">How it is drawn.</param>
public sealed record RocCurve(string Name, IReadOnlyList<double> FalsePositive, IReadOnlyList<double> TruePositive, Stroke Stroke);

/// <summary>The characteristics of one judge.</summary>
/// <param name="Title">Who judges.</param>
/// <param name="Curves">What of; names and strokes mean the same in every panel.</param>
public sealed record RocPanel(string Title, IReadOnlyList<RocCurve> Curves);

/// <summary>Connections found against unconnected pairs flagged, over all thresholds; a chart for each judge.</summary>
public static class RocFigure
{
    private const int PerRow = 2;

    private static readonly Stroke Chance = new(Tone.Muted, 1, Dash.Dotted);

    /// <summary>Draws it.</summary>
    /// <param name="panels">The judges, at least one.</param>
    public static Figure Of(IReadOnlyList<RocPanel> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        return new ChartFigure
        {
            Name = "roc",
            Alt = "Fraction of the connections found against fraction of the unconnected pairs flagged.",
            Width = panels.Count == 1 ? FigureWidth.Column : FigureWidth.Page,
            Charts = [.. panels.Select(ChartOf)],
            PerRow = Math.Min(PerRow, panels.Count),
            Legend =
            [
                .. panels.SelectMany(panel => panel.Curves).Select(curve => new LegendEntry(curve.Name, curve.Stroke)).Distinct(),
                new LegendEntry("chance", Chance),
            ],
        };
    }

    private static Chart ChartOf(RocPanel panel) => new()
    {
        Title = panel.Title,
        X = FigureAxis.Fractions("unconnected pairs flagged (fraction)"),
        Y = FigureAxis.Fractions("connections found (fraction)"),
        Parts =
        [
            new Curve([0, 1], [0, 1], Chance),
            .. panel.Curves.Select(curve => new Curve(curve.FalsePositive, curve.TruePositive, curve.Stroke)),
        ],
        Height = 240,
    };
}
