using ScottPlot;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Drawing;

/// <summary>Texts, lines and marks at places of the paper: a plot without axes whose units are pixels, y downwards.</summary>
internal sealed class TextLayer
{
    private readonly Ink _ink;
    private readonly Plot _plot = new();

    public TextLayer(Ink ink)
    {
        _ink = ink;
        _plot.Layout.Frameless();
        _plot.HideGrid();
    }

    public void Text(string text, float x, float y, Alignment at, float size = Ink.TextFont, Tone tone = Tone.Ink, float rotation = 0)
    {
        ScottPlot.Plottables.Text label = _plot.Add.Text(text, x, y);
        label.LabelStyle.Alignment = at;
        label.LabelStyle.FontSize = size;
        label.LabelStyle.ForeColor = _ink.Of(tone);
        label.LabelStyle.Rotation = rotation;
    }

    /// <summary>A sample of what a legend's entry stands for.</summary>
    public void Sample(LegendEntry entry, float x, float y, float width)
    {
        if (entry.Fill is { } fill)
            Fill(fill, x, y, width);
        if (entry.Stroke is { } stroke)
            _plot.Add.Line(x, y, x + width, y).LineStyle = _ink.Of(stroke);
        if (entry.Mark is { } mark)
            _plot.Add.Marker(x + width / 2, y).MarkerStyle = _ink.Of(mark);
    }

    public Plot Finish(float width, float height)
    {
        _plot.Axes.SetLimits(0, width, height, 0);
        return _plot;
    }

    private void Fill(Tone tone, float x, float y, float width)
    {
        ScottPlot.Plottables.Rectangle area = _plot.Add.Rectangle(x, x + width, y - 4, y + 4);
        area.FillColor = _ink.Of(tone, 0.3);
        area.LineWidth = 0;
    }
}
