using ScottPlot;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Drawing;

/// <summary>One chart as a plot: its axes, ticks and parts, without texts around it.</summary>
internal sealed class Panel
{
    // More points than pixels cannot be told apart.
    private const int MostPointsPerPixel = 2;

    private readonly Chart _chart;
    private readonly Ink _ink;
    private readonly int _mostPoints;

    /// <summary>Draws a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="ink">What it is drawn with.</param>
    /// <param name="frame">Its ticks, and whether they are named here.</param>
    /// <param name="width">Width between its axes, px.</param>
    public Panel(Chart chart, Ink ink, PanelFrame frame, float width)
    {
        _chart = chart;
        _ink = ink;
        _mostPoints = (int)(MostPointsPerPixel * width);
        Plot = new Plot();
        frame.Apply(Plot, ink);
        Plot.Axes.SetLimits(chart.X.Map(chart.X.Low), chart.X.Map(chart.X.High), chart.Y.Map(chart.Y.Low), chart.Y.Map(chart.Y.High));
        foreach (Level level in chart.Levels)
            Plot.Add.HorizontalLine(chart.Y.Map(level.Value)).LineStyle = ink.Of(level.Stroke);
        foreach (ChartPart part in chart.Parts)
            Draw(part);
    }

    public Plot Plot { get; }

    private void Draw(ChartPart part)
    {
        switch (part)
        {
            case Curve curve:
                Draw(curve);
                break;
            case Band band:
                Draw(band);
                break;
            case Dots dots:
                Draw(dots);
                break;
            case Columns columns:
                for (int i = 0; i < columns.Heights.Count; i++)
                    Rectangle(columns.Edges[i], columns.Edges[i + 1], Math.Max(0, _chart.Y.Low), columns.Heights[i], columns.Tone, columns.Opacity);
                break;
            case Beams beams:
                for (int i = 0; i < beams.To.Count; i++)
                    Rectangle(beams.From[i], beams.To[i], i - 0.36, i + 0.36, beams.Tone, beams.Opacity);
                break;
            case Shades shades:
                for (int i = 0; i < shades.Strengths.Count; i++)
                    Shade(shades, i);
                break;
            case Words words:
                Draw(words);
                break;
            case Cells cells:
                Plot.Add.Plottable(new CellsPlottable(cells, _ink));
                break;
        }
    }

    private void Draw(Curve curve)
    {
        var points = new List<Coordinates>();
        foreach (int i in LineThinning.Keep(curve.Ys, _mostPoints))
        {
            Coordinates point = Map(curve.Xs[i], curve.Ys[i]);
            if (point.AreReal)
                points.Add(point);
            else
                Line(points, curve.Stroke);
        }
        Line(points, curve.Stroke);
    }

    // Draws what has gathered, and empties it.
    private void Line(List<Coordinates> points, Stroke stroke)
    {
        if (points.Count > 1)
        {
            ScottPlot.Plottables.Scatter line = Plot.Add.ScatterLine(points.ToArray());
            line.LineStyle = _ink.Of(stroke);
        }
        points.Clear();
    }

    private void Draw(Band band)
    {
        var xs = new List<double>();
        var low = new List<double>();
        var high = new List<double>();
        foreach (int i in LineThinning.Keep(band.High, _mostPoints))
        {
            Coordinates from = Map(band.Xs[i], band.Low[i]), to = Map(band.Xs[i], band.High[i]);
            if (!from.AreReal || !to.AreReal)
                continue;
            xs.Add(from.X);
            low.Add(from.Y);
            high.Add(to.Y);
        }
        if (xs.Count < 2)
            return;
        ScottPlot.Plottables.FillY area = Plot.Add.FillY([.. xs], [.. low], [.. high]);
        area.FillColor = _ink.Of(band.Tone, band.Opacity);
        area.LineWidth = 0;
        area.MarkerSize = 0;
    }

    private void Draw(Dots dots)
    {
        Coordinates[] points = [.. Enumerable.Range(0, dots.Xs.Count).Select(i => Map(dots.Xs[i], dots.Ys[i])).Where(point => point.AreReal)];
        if (points.Length > 0)
            Plot.Add.Markers(points).MarkerStyle = _ink.Of(dots.Mark);
    }

    private void Shade(Shades shades, int cell)
    {
        double x = cell % shades.Columns, y = cell / shades.Columns;
        if (double.IsFinite(shades.Strengths[cell]))
            Rectangle(x - 0.5, x + 0.5, y - 0.5, y + 0.5, shades.Tone, shades.Strengths[cell]);
    }

    private void Draw(Words words)
    {
        for (int i = 0; i < words.Texts.Count; i++)
        {
            ScottPlot.Plottables.Text text = Plot.Add.Text(words.Texts[i], Map(words.Xs[i], words.Ys[i]));
            text.LabelStyle.Alignment = Alignment.MiddleCenter;
            text.LabelStyle.FontSize = Ink.TickFont;
            text.LabelStyle.ForeColor = _ink.Of(Tone.Ink);
        }
    }

    private void Rectangle(double left, double right, double bottom, double top, Tone tone, double opacity)
    {
        Coordinates from = Map(left, bottom), to = Map(right, top);
        if (!from.AreReal || !to.AreReal)
            return;
        ScottPlot.Plottables.Rectangle area = Plot.Add.Rectangle(from.X, to.X, from.Y, to.Y);
        area.FillColor = _ink.Of(tone, opacity);
        area.LineWidth = 0;
    }

    private Coordinates Map(double x, double y) => new(_chart.X.Map(x), _chart.Y.Map(y));
}
