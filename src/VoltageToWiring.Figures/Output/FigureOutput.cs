using SkiaSharp;
using VoltageToWiring.Figures.Drawing;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Output;

/// <summary>Writes figures: 85 or 180 mm wide, the same bytes for the same data.</summary>
public static class FigureOutput
{
    private const float PixelsPerInch = 96;
    private const float PngDotsPerInch = 300;
    private const float PointsPerInch = 72;

    // An image says how large it is to be printed: 11,811 dots per metre, with its checksum, behind the first chunk.
    private const int AfterHeader = 33;

    private static ReadOnlySpan<byte> Resolution
        => [0, 0, 0, 9, (byte)'p', (byte)'H', (byte)'Y', (byte)'s', 0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1, 0x78, 0xA5, 0x3F, 0x76];

    /// <summary>As a file of its own: an SVG with a background, texts as texts.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="theme">Its colours.</param>
    public static string ToSvg(this Figure figure, FigureTheme theme) => SvgText.Standalone(figure, Draw(figure, theme, paper: true));

    /// <summary>
    /// As a part of a page: an SVG element without a background whose colours are CSS variables, see <see cref="FigureTheme.Variables"/>, so
    /// that one drawing serves light and dark. Its ids begin with the figure's name.
    /// </summary>
    /// <param name="figure">The figure.</param>
    public static string ToInlineSvg(this Figure figure) => SvgText.Inline(figure, Draw(figure, FigureTheme.Light, paper: false));

    /// <summary>As an image, 300 dots per inch.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="theme">Its colours.</param>
    public static byte[] ToPng(this Figure figure, FigureTheme theme)
    {
        const float Scale = PngDotsPerInch / PixelsPerInch;
        ArgumentNullException.ThrowIfNull(figure);
        Sheet sheet = figure.Compose(new Ink(theme, dashesInWidths: false));
        using SKSurface surface = SKSurface.Create(
            new SKImageInfo((int)MathF.Round(sheet.Width * Scale), (int)MathF.Round(sheet.Height * Scale)));
        surface.Canvas.Scale(Scale);
        sheet.Render(surface.Canvas, paper: true);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return [.. png.AsSpan()[..AfterHeader], .. Resolution, .. png.AsSpan()[AfterHeader..]];
    }

    /// <summary>As a page of its own size.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="theme">Its colours.</param>
    public static byte[] ToPdf(this Figure figure, FigureTheme theme)
    {
        const float Scale = PointsPerInch / PixelsPerInch;
        ArgumentNullException.ThrowIfNull(figure);
        Sheet sheet = figure.Compose(new Ink(theme, dashesInWidths: false));
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = figure.Name, EncodingQuality = 100 }))
        {
            using SKCanvas canvas = document.BeginPage(sheet.Width * Scale, sheet.Height * Scale);
            canvas.Scale(Scale);
            sheet.Render(canvas, paper: true);
            document.EndPage();
            document.Close();
        }
        return stream.ToArray();
    }

    private static SvgDrawing Draw(Figure figure, FigureTheme theme, bool paper)
    {
        ArgumentNullException.ThrowIfNull(figure);
        Sheet sheet = figure.Compose(new Ink(theme, dashesInWidths: true));
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, sheet.Width, sheet.Height), stream))
            sheet.Render(canvas, paper);
        return new SvgDrawing(stream.ToArray(), sheet.Width, sheet.Height);
    }
}

/// <summary>An SVG as the drawing library wrote it.</summary>
/// <param name="Utf8">Its text.</param>
/// <param name="Width">Its width, px.</param>
/// <param name="Height">Its height, px.</param>
internal sealed record SvgDrawing(byte[] Utf8, float Width, float Height);
