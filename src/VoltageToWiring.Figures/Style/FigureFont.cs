using ScottPlot;
using SkiaSharp;

namespace VoltageToWiring.Figures.Style;

/// <summary>
/// The one font of all figures, Liberation Sans, brought along: figures look the same, to the byte, whatever fonts a machine has. Arial and
/// Helvetica are as wide, so a page that shows a figure as text may use either.
/// </summary>
internal sealed class FigureFont : IFontResolver
{
    public const string Family = "Liberation Sans";

    /// <summary>What a reader's machine may use in its place.</summary>
    public const string Families = "Liberation Sans, Arial, Helvetica, sans-serif";

    private static readonly SKTypeface Typeface = Load();

    private FigureFont()
    {
    }

    /// <summary>Makes it the font of all plots, once in a process.</summary>
    public static void Use() => InPlots.Use();

    /// <summary>Width of a text, px.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Size of the font, px.</param>
    public static float Width(string text, float size)
    {
        using var font = new SKFont(Typeface, size) { Subpixel = true, Hinting = SKFontHinting.None };
        return font.MeasureText(text);
    }

    SKTypeface? IFontResolver.CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => Of(fontName);

    SKTypeface? IFontResolver.CreateTypeface(string fontName, bool bold, bool italic) => Of(fontName);

    private static SKTypeface? Of(string name) => name == Family ? Typeface : null;

    private static SKTypeface Load()
    {
        using Stream font = typeof(FigureFont).Assembly.GetManifestResourceStream("LiberationSans-Regular.ttf")
            ?? throw new InvalidOperationException("The figures were built without their font.");
        return SKTypeface.FromStream(font);
    }

    // A type of its own, so that the plots' fonts are looked after exactly once, whoever comes first.
    private static class InPlots
    {
        static InPlots()
        {
            Fonts.FontResolvers.Insert(0, new FigureFont());
            Fonts.Default = Family;
        }

        public static void Use()
        {
        }
    }
}
