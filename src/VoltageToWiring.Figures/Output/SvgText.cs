using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using VoltageToWiring.Figures.Drawing;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Output;

/// <summary>
/// Finishes what the drawing library wrote: it numbers clips on from one drawing to the next, and nails down every letter of a text. Here ids
/// begin anew, and a text has its beginning and its length, so that it fits in whichever font a reader has.
/// </summary>
internal static class SvgText
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>A file of its own.</summary>
    public static string Standalone(Figure figure, SvgDrawing drawing)
    {
        XElement root = Finish(figure, drawing);
        root.SetAttributeValue("width", Number(drawing.Width));
        root.SetAttributeValue("height", Number(drawing.Height));
        root.SetAttributeValue("font-family", FigureFont.Families);
        return root.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    /// <summary>An element of a page.</summary>
    public static string Inline(Figure figure, SvgDrawing drawing)
    {
        XElement root = Finish(figure, drawing);
        Dictionary<string, string> variables = FigureTheme.Light.Variables().ToDictionary(one => one.Colour, one => $"var({one.Variable})");
        foreach (XAttribute colour in root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "fill" or "stroke"))
            colour.Value = variables.GetValueOrDefault(colour.Value.ToUpperInvariant(), colour.Value);
        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Finish(Figure figure, SvgDrawing drawing)
    {
        using var stream = new MemoryStream(drawing.Utf8);
        using XmlReader reader = XmlReader.Create(stream, new XmlReaderSettings { IgnoreWhitespace = true });
        XElement root = XDocument.Load(reader).Root!;
        root.RemoveAttributes();
        root.SetAttributeValue("viewBox", $"0 0 {Number(drawing.Width)} {Number(drawing.Height)}");
        root.SetAttributeValue("role", "img");
        root.SetAttributeValue("aria-label", figure.Alt);
        NumberClips(root, figure.Name);
        foreach (XElement text in root.Descendants(Svg + "text"))
            Loosen(text);
        foreach (XElement line in root.Descendants().Where(element => element.Attribute("stroke-width") is not null))
            Dash(line);
        return root;
    }

    private static void NumberClips(XElement root, string name)
    {
        var names = new Dictionary<string, string>();
        foreach (XElement clip in root.Descendants(Svg + "clipPath"))
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{name}-{names.Count}");
            names.Add($"url(#{clip.Attribute("id")!.Value})", $"url(#{id})");
            clip.SetAttributeValue("id", id);
        }
        foreach (XAttribute use in root.Descendants().Attributes("clip-path"))
            use.Value = names[use.Value];
    }

    private static void Loosen(XElement text)
    {
        string content = text.Value.Trim();
        text.Value = content;
        text.SetAttributeValue("font-family", null);
        text.SetAttributeValue("x", First(text.Attribute("x")!));
        text.SetAttributeValue("y", First(text.Attribute("y")!));
        float size = Number(text.Attribute("font-size")!);
        text.SetAttributeValue("textLength", Number(FigureFont.Width(content, size)));
        text.SetAttributeValue("lengthAdjust", "spacingAndGlyphs");
    }

    private static void Dash(XElement line)
    {
        (float width, IReadOnlyList<float> pattern) = Ink.DashOf(Number(line.Attribute("stroke-width")!));
        if (pattern.Count == 0)
            return;
        line.SetAttributeValue("stroke-width", Number(width));
        line.SetAttributeValue("stroke-dasharray", string.Join(' ', pattern.Select(Number)));
    }

    private static string First(XAttribute list) => list.Value.Split(',', 2)[0];

    private static float Number(XAttribute attribute) => float.Parse(attribute.Value, CultureInfo.InvariantCulture);

    private static string Number(float value) => MathF.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
