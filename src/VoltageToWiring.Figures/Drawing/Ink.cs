using ScottPlot;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Drawing;

/// <summary>From tones, strokes and marks to what plots are drawn with.</summary>
/// <param name="theme">The colours.</param>
/// <param name="dashesInWidths">
/// Whether a line's pattern travels as a thousandth in its width: the drawing library makes outlines of every dash where it writes SVG, which
/// has patterns of its own. <see cref="DashOf"/> reads it.
/// </param>
internal sealed class Ink(FigureTheme theme, bool dashesInWidths)
{
    public const float TickFont = 11;
    public const float TextFont = 12;

    private const float DashInWidth = 0.001f;

    private static readonly float[][] Patterns = [[], [6, 3], [1.5f, 2.5f]];
    private static readonly LinePattern[] PlotPatterns =
        [LinePattern.Solid, new LinePattern(Patterns[1], 0, "dashes"), new LinePattern(Patterns[2], 0, "dots")];

    public Color Of(Tone tone, double opacity = 1) => Color.FromHex(theme[tone]).WithAlpha(opacity);

    public Color OfLevel(int level) => Color.FromHex(theme.Diverging(level));

    public LineStyle Of(Stroke stroke) => dashesInWidths
        ? new(stroke.Width + (int)stroke.Dash * DashInWidth, Of(stroke.Tone, stroke.Opacity))
        : new(stroke.Width, Of(stroke.Tone, stroke.Opacity), PlotPatterns[(int)stroke.Dash]);

    public MarkerStyle Of(Mark mark)
    {
        Color color = Of(mark.Tone);
        MarkerShape shape = ShapeOf(mark.Shape);
        return new MarkerStyle(shape, mark.Size, color) { LineColor = color, LineWidth = 1.3f, OutlineWidth = 0 };
    }

    /// <summary>The width of a line and the lengths of its dashes and gaps, none for a solid one, from the width that was drawn.</summary>
    public static (float Width, IReadOnlyList<float> Pattern) DashOf(float drawnWidth)
    {
        int thousandths = (int)MathF.Round(drawnWidth * 1000) % 10;
        return thousandths < Patterns.Length ? (drawnWidth - thousandths * DashInWidth, Patterns[thousandths]) : (drawnWidth, []);
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
