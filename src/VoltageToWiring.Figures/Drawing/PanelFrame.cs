using ScottPlot;
using ScottPlot.TickGenerators;
using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Drawing;

/// <summary>The axes of a panel: where their ticks are, which of them are named, and how much room that takes.</summary>
internal sealed class PanelFrame
{
    private const float PixelsPerXTick = 44;
    private const float PixelsPerYTick = 26;
    private const float TickLength = 4;
    private const float TickGap = 3;

    private readonly Chart _chart;
    private readonly IReadOnlyList<AxisTick> _xTicks;
    private readonly IReadOnlyList<AxisTick> _yTicks;

    /// <summary>The axes of a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="width">Width between the axes, px, nearly.</param>
    /// <param name="height">Height between the axes, px.</param>
    public PanelFrame(Chart chart, float width, float height)
    {
        _chart = chart;
        _yTicks = chart.Y.Ticks(Math.Max(2, (int)(height / PixelsPerYTick)));
        _xTicks = TicksThatFit(chart.X, width);
        YTickWidth = _yTicks.Select(tick => FigureFont.Width(tick.Label, Ink.TickFont)).DefaultIfEmpty().Max() + TickLength + TickGap;
    }

    /// <summary>Room that the names of the upright axis take, px.</summary>
    public float YTickWidth { get; }

    /// <summary>How far names of the lying axis may reach beyond its ends, px on both sides together.</summary>
    public float XTickOverhang => _xTicks.Count == 0 ? 0
        : (FigureFont.Width(_xTicks[0].Label, Ink.TickFont) + FigureFont.Width(_xTicks[^1].Label, Ink.TickFont)) / 2;

    /// <summary>Room that the names of the lying axis take, px.</summary>
    public static float XTickHeight => Ink.TickFont + TickLength + TickGap;

    /// <summary>Whether the left ticks are named.</summary>
    public bool NamesY { get; set; } = true;

    /// <summary>Whether the bottom ticks are named.</summary>
    public bool NamesX { get; set; } = true;

    /// <summary>Room around the area between the axes.</summary>
    public PixelPadding Padding { get; set; }

    public void Apply(Plot plot, Ink ink)
    {
        plot.Layout.Fixed(Padding);
        Axis(plot.Axes.Bottom, _chart.X, _xTicks, NamesX, ink);
        Axis(plot.Axes.Left, _chart.Y, _yTicks, NamesY, ink);
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Right.TickGenerator = new EmptyTickGenerator();
        plot.Axes.Top.TickGenerator = new EmptyTickGenerator();
        plot.Axes.Title.IsVisible = false;
        plot.Grid.MajorLineColor = ink.Of(Tone.Grid);
        plot.Grid.MajorLineWidth = _chart.Parts is [Cells or Shades, ..] ? 0 : 1;
    }

    private static void Axis(IAxis axis, FigureAxis data, IReadOnlyList<AxisTick> ticks, bool named, Ink ink)
    {
        Color muted = ink.Of(Tone.Muted);
        axis.TickGenerator = new NumericManual(
            [.. ticks.Select(tick => data.Map(tick.Value))], [.. ticks.Select(tick => named ? tick.Label : "")]);
        axis.FrameLineStyle.Color = muted;
        axis.FrameLineStyle.Width = 1;
        axis.MajorTickStyle.Color = muted;
        axis.MajorTickStyle.Length = TickLength;
        axis.TickLabelStyle.ForeColor = ink.Of(Tone.Ink);
        axis.TickLabelStyle.FontSize = Ink.TickFont;
    }

    // Names lie side by side: as many as there is room for.
    private static IReadOnlyList<AxisTick> TicksThatFit(FigureAxis axis, float width)
    {
        for (int most = Math.Max(2, (int)(width / PixelsPerXTick)); ; most--)
        {
            IReadOnlyList<AxisTick> ticks = axis.Ticks(most);
            if (axis.Named is not null)
                return Named(ticks, axis, width, TickGap);
            if (most <= 2 || Named(ticks, axis, width, 2 * TickGap).SequenceEqual(ticks))
                return ticks;
        }
    }

    // A name that would run into the one before it is left out; the mark stays.
    private static AxisTick[] Named(IReadOnlyList<AxisTick> ticks, FigureAxis axis, float width, float gap)
    {
        var named = new AxisTick[ticks.Count];
        float end = float.NegativeInfinity;
        foreach ((int at, AxisTick tick) in ticks.Index().OrderBy(tick => axis.Map(tick.Item.Value)))
        {
            double place = (axis.Map(tick.Value) - axis.Map(axis.Low)) / (axis.Map(axis.High) - axis.Map(axis.Low)) * width;
            float half = FigureFont.Width(tick.Label, Ink.TickFont) / 2;
            bool fits = place - half >= end + gap;
            named[at] = fits ? tick : tick with { Label = "" };
            end = fits ? (float)place + half : end;
        }
        return named;
    }
}
