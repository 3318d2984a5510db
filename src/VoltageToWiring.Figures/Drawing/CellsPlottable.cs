using ScottPlot;
using SkiaSharp;
using VoltageToWiring.Figures.Charts;

namespace VoltageToWiring.Figures.Drawing;

/// <summary>
/// The cells of a matrix: all of one colour as one path, so that thousands of them take little room in a file.
/// </summary>
internal sealed class CellsPlottable(Cells cells, Ink ink) : IPlottable
{
    // Cells touch without a seam.
    private const float Overlap = 0.4f;

    private int Rows => cells.Levels.Count / cells.Columns;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new ScottPlot.Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => new(-0.5, cells.Columns - 0.5, -0.5, Rows - 0.5);

    public void Render(RenderPack rp)
    {
        Fill(rp, GetAxisLimits().Rect, 0);
        foreach (int level in cells.Levels.Where(level => level != 0).Distinct().Order())
            Fill(rp, level);
    }

    private void Fill(RenderPack rp, int level)
    {
        using var path = new SKPath();
        for (int cell = 0; cell < cells.Levels.Count; cell++)
        {
            if (cells.Levels[cell] == level)
                path.AddRect(Square(cell));
        }
        using SKPaint paint = Paint(level);
        rp.Canvas.DrawPath(path, paint);
    }

    private void Fill(RenderPack rp, CoordinateRect area, int level)
    {
        using SKPaint paint = Paint(level);
        rp.Canvas.DrawRect(Axes.GetPixelRect(area).ToSKRect(), paint);
    }

    private SKRect Square(int cell)
    {
        int x = cell % cells.Columns, y = cell / cells.Columns;
        SKRect square = Axes.GetPixelRect(new CoordinateRect(x - 0.5, x + 0.5, y - 0.5, y + 0.5)).ToSKRect();
        square.Inflate(Overlap / 2, Overlap / 2);
        return square;
    }

    private SKPaint Paint(int level) => new() { Color = ink.OfLevel(level).ToSKColor(), IsAntialias = true };
}
