using ScottPlot;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Drawing;

/// <summary>From tones, strokes and marks to what plots are drawn with.</summary>
internal static class Ink
{
    public const float TickFont = 11;
    public const float TextFont = 12;

    private static readonly LinePattern Dashes = new([6, 3], 0, "dashes");
    private static readonly LinePattern Dots = new([1.5f, 2.5f], 0, "dots");

    public static Color Of(FigureTheme theme, Tone tone, double opacity = 1) => Color.FromHex(theme[tone]).WithAlpha(opacity);

    public static LinePattern Of(Dash dash) => dash switch
    {
        Dash.Dashed => Dashes,
        Dash.Dotted => Dots,
        _ => LinePattern.Solid,
    };

    public static LineStyle Of(FigureTheme theme, Stroke stroke)
        => new(stroke.Width, Of(theme, stroke.Tone, stroke.Opacity), Of(stroke.Dash));

    public static MarkerStyle Of(FigureTheme theme, Mark mark)
    {
        Color color = Of(theme, mark.Tone);
        MarkerShape shape = ShapeOf(mark.Shape);
        return new MarkerStyle(shape, mark.Size, color) { LineColor = color, LineWidth = 1.3f, OutlineWidth = 0 };
    }

    private static MarkerShape ShapeOf(MarkShape shape) => shape switch
    {
        MarkShape.Ring => MarkerShape.OpenCircle,
        MarkShape.Up => MarkerShape.FilledTriangleUp,
        MarkShape.Down => MarkerShape.FilledTriangleDown,
        MarkShape.Square => MarkerShape.FilledSquare,
        MarkShape.Box => MarkerShape.OpenSquare,
        MarkShape.Diamond => MarkerShape.FilledDiamond,
        MarkShape.Cross => MarkerShape.Eks,
        MarkShape.Bar => MarkerShape.VerticalBar,
        _ => MarkerShape.FilledCircle,
    };
}
