using ScottPlot;
using SkiaSharp;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Drawing;

/// <summary>A figure laid out: plots at their places, with texts and a legend over them.</summary>
internal sealed class Sheet
{
    // 180 and 85 mm at 96 px per inch.
    private const float PagePixels = 680;
    private const float ColumnPixels = 321;

    private readonly Ink _ink;
    private readonly List<(Plot Plot, PixelRect Place)> _plots = [];

    public Sheet(Ink ink, FigureWidth width)
    {
        FigureFont.Use();
        _ink = ink;
        Width = width == FigureWidth.Page ? PagePixels : ColumnPixels;
        Texts = new TextLayer(ink);
    }

    /// <summary>Width, px at 96 per inch.</summary>
    public float Width { get; }

    /// <summary>Height, px at 96 per inch; known once everything has its place.</summary>
    public float Height { get; set; }

    /// <summary>Texts and legend.</summary>
    public TextLayer Texts { get; }

    public void Add(Plot plot, PixelRect place) => _plots.Add((plot, place));

    /// <summary>Draws everything.</summary>
    /// <param name="canvas">Where to, in px at 96 per inch.</param>
    /// <param name="paper">Whether the paper is coloured; a page that shows the figure has its own.</param>
    public void Render(SKCanvas canvas, bool paper)
    {
        if (paper)
            canvas.Clear(_ink.Of(Tone.Paper).ToSKColor());
        foreach ((Plot plot, PixelRect place) in _plots)
            Render(canvas, plot, place);
        Render(canvas, Texts.Finish(Width, Height), new PixelRect(0, Width, Height, 0));
    }

    // A plot that renders itself for the first time does so twice, and the first drawing stays in an SVG.
    private static void Render(SKCanvas canvas, Plot plot, PixelRect place)
    {
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        using var once = new RenderPack(plot, place, canvas);
        foreach (IRenderAction action in plot.RenderManager.RenderActions)
        {
            int clips = canvas.Save();
            action.Render(once);
            canvas.RestoreToCount(clips);
        }
    }
}
