using ScottPlot;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Drawing;

/// <summary>Finds the places of charts, of the texts around them and of the legend.</summary>
/// <param name="figure">The figure.</param>
/// <param name="ink">What it is drawn with.</param>
internal sealed class ChartLayout(ChartFigure figure, Ink ink)
{
    private const float Edge = 6;
    private const float LabelHeight = 18;
    private const float TitleHeight = 17;
    private const float LegendGap = 8;
    private const float LevelGap = 4;

    // Half of a tick's name may reach beyond the last tick.
    private const float RightOfTicks = 14;
    private const float BetweenNames = 6;
    private const float BetweenRows = 5;

    private readonly Sheet _sheet = new(ink, figure.Width);

    private int Rows => (figure.Charts.Count + figure.PerRow - 1) / figure.PerRow;

    public Sheet Compose()
    {
        float cell = (_sheet.Width - 2 * Edge) / figure.PerRow;
        float ticks = figure.Charts.Max(chart => new PanelFrame(chart, cell, chart.Height).YTickWidth);
        float left = LabelHeight + LevelGap + ticks;
        float bottom = figure.SharedAxes ? ComposeShared(left) : ComposeApart(left, cell);
        var legend = new LegendStrip(figure.Legend, _sheet.Width - left - 2 * Edge);
        legend.Draw(_sheet.Texts, Edge + left, bottom + LegendGap);
        _sheet.Height = bottom + (legend.Height > 0 ? LegendGap + legend.Height : 0) + Edge;
        return _sheet;
    }

    private float ComposeApart(float left, float cell)
    {
        float top = Edge;
        for (int row = 0; row < Rows; row++)
        {
            Chart[] charts = [.. figure.Charts.Skip(row * figure.PerRow).Take(figure.PerRow)];
            float above = charts.Max(Above);
            float bottom = top + above + charts.Max(chart => chart.Height) + PanelFrame.XTickHeight + LabelHeight;
            for (int column = 0; column < charts.Length; column++)
            {
                Chart chart = charts[column];
                float x = Edge + column * cell, right = RightOf(chart);
                var frame = new PanelFrame(chart, cell - left - right, chart.Height)
                {
                    Padding = new PixelPadding(left, right, PanelFrame.XTickHeight, above),
                };
                Place(chart, frame, new PixelRect(x, x + cell, top + above + chart.Height + PanelFrame.XTickHeight, top));
                Label(chart, new PixelRect(x + left, x + cell - right, top + above + chart.Height, top + above), x);
            }
            top = bottom + Edge;
        }
        return top - Edge;
    }

    private float ComposeShared(float left)
    {
        Chart first = figure.Charts[0];
        float right = figure.Charts.Max(RightOf), above = figure.Charts.Max(Above), height = first.Height;
        float between = BetweenNames + new PanelFrame(first, _sheet.Width / figure.PerRow, height).XTickOverhang;
        float width = (_sheet.Width - 2 * Edge - left - right - (figure.PerRow - 1) * between) / figure.PerRow;
        float step = above + height + BetweenRows;
        for (int at = 0; at < figure.Charts.Count; at++)
        {
            int column = at % figure.PerRow, row = at / figure.PerRow;
            float x = Edge + column * (width + between), y = Edge + row * step;
            var frame = new PanelFrame(figure.Charts[at], width, height)
            {
                NamesX = at + figure.PerRow >= figure.Charts.Count,
                NamesY = column == 0,
                Padding = new PixelPadding(left, right, PanelFrame.XTickHeight, above),
            };
            Place(figure.Charts[at], frame, new PixelRect(x, x + left + width + right, y + above + height + PanelFrame.XTickHeight, y));
            Title(figure.Charts[at], x + left, y + above);
        }
        float bottom = Edge + Rows * step - BetweenRows + PanelFrame.XTickHeight;
        var area = new PixelRect(Edge + left, _sheet.Width - Edge - right, bottom - PanelFrame.XTickHeight, Edge + above);
        AxisLabels(first, area, Edge);
        LevelLabels(first, new PixelRect(area.Left, area.Right, Edge + above + height, Edge + above));
        return bottom + LabelHeight;
    }

    private void Place(Chart chart, PanelFrame frame, PixelRect place)
        => _sheet.Add(new Panel(chart, ink, frame, place.Width - frame.Padding.Horizontal).Plot, place);

    private void Label(Chart chart, PixelRect area, float left)
    {
        AxisLabels(chart, area, left);
        LevelLabels(chart, area);
        Title(chart, area.Left, area.Top);
    }

    private void AxisLabels(Chart chart, PixelRect area, float left)
    {
        _sheet.Texts.Text(chart.X.Label, area.HorizontalCenter, area.Bottom + PanelFrame.XTickHeight + LabelHeight, Alignment.LowerCenter);
        _sheet.Texts.Text(chart.Y.Label, left, area.VerticalCenter, Alignment.UpperCenter, rotation: -90);
    }

    private void LevelLabels(Chart chart, PixelRect area)
    {
        foreach (Level level in chart.Levels)
        {
            double part = (chart.Y.Map(level.Value) - chart.Y.Map(chart.Y.Low)) / (chart.Y.Map(chart.Y.High) - chart.Y.Map(chart.Y.Low));
            _sheet.Texts.Text(
                level.Label, area.Right + LevelGap, area.Bottom - (float)part * area.Height, Alignment.MiddleLeft, Ink.TickFont, level.Stroke.Tone);
        }
    }

    private void Title(Chart chart, float left, float top)
    {
        if (chart.Title.Length > 0)
            _sheet.Texts.Text(chart.Title, left, top - 3, Alignment.LowerLeft, Ink.TickFont);
    }

    private static float Above(Chart chart) => chart.Title.Length > 0 ? TitleHeight : Edge;

    private static float RightOf(Chart chart)
        => chart.Levels.Select(level => FigureFont.Width(level.Label, Ink.TickFont) + 2 * LevelGap).Append(RightOfTicks).Max();
}
