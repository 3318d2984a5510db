using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Output;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Tests.Figures;

public partial class FigureOutputTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static IEnumerable<TheoryDataRow<string>> Names() => AnyFigures.All.Select(figure => new TheoryDataRow<string>(figure.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Svg_AnyFigure_HasItsTextsAndNoCoordinateThatIsNone(string name)
    {
        var figure = (ChartFigure)AnyFigures.Named(name);
        string svg = figure.ToSvg(FigureTheme.Light);
        XElement root = XDocument.Parse(svg).Root!;
        HashSet<string> texts = [.. root.Descendants(Svg + "text").Select(text => text.Value)];
        Assert.Superset(
            figure.Charts.SelectMany(chart => new[] { chart.X.Label, chart.Y.Label, chart.Title })
                .Concat(figure.Legend.Select(entry => entry.Text)).Concat(figure.Charts.SelectMany(chart => chart.Levels).Select(level => level.Label))
                .Where(text => text.Length > 0).ToHashSet(),
            texts);
        Assert.DoesNotMatch(@"(?i)\b(nan|inf|infinity)\b", string.Join(' ', root.Descendants().Attributes().Where(a => a.Name != "aria-label").Select(a => a.Value)));
        Assert.Equal(figure.Alt, root.Attribute("aria-label")!.Value);
        // Nothing is drawn twice: every axis has its line once.
        Assert.Equal(root.Descendants(Svg + "path").Count(), root.Descendants(Svg + "path").Select(path => path.ToString()).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Svg_AnyFigure_IsTheSameBytesInAnyCultureAndOnAnyThread(string name)
    {
        string once = AnyFigures.Named(name).ToSvg(FigureTheme.Dark);
        var others = new string[4];
        Parallel.For(0, others.Length, i =>
        {
            CultureInfo before = CultureInfo.CurrentCulture;
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(i % 2 == 0 ? "de-DE" : "ar-SA");
            others[i] = AnyFigures.Named(name).ToSvg(FigureTheme.Dark);
            CultureInfo.CurrentCulture = before;
        });
        Assert.All(others, other => Assert.Equal(once, other));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InlineSvg_AnyFigure_HasItsOwnIdsAndOnlyColoursThatAPageNames(string name)
    {
        XElement svg = XDocument.Parse(AnyFigures.Named(name).ToInlineSvg()).Root!;
        string[] ids = [.. svg.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.All(ids, id => Assert.StartsWith(name + "-", id, StringComparison.Ordinal));
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(svg.Descendants().Attributes("clip-path"), use => Assert.Contains(use.Value["url(#".Length..^1], ids));
        HashSet<string> known = [.. FigureTheme.Light.Variables().Select(one => $"var({one.Variable})"), "none"];
        Assert.All(
            svg.Descendants().Attributes().Where(attribute => attribute.Name == "fill" || attribute.Name == "stroke"), colour => Assert.Contains(colour.Value, known));
    }

    [Fact]
    public void Svg_KindsOfConnections_DifferInColourAndInLine()
    {
        foreach (FigureTheme theme in new[] { FigureTheme.Light, FigureTheme.Dark })
        {
            XElement svg = XDocument.Parse(AnyFigures.Named("evidence").ToSvg(theme)).Root!;
            string? DashOf(Tone tone) => svg.Descendants(Svg + "path").Where(path => path.Attribute("stroke")?.Value == theme[tone])
                .Select(path => path.Attribute("stroke-dasharray")?.Value).Distinct().Single();
            Assert.Null(DashOf(Tone.Excitatory));
            Assert.Equal("6 3", DashOf(Tone.Inhibitory));
            Assert.Equal("1.5 2.5", DashOf(Tone.Unconnected));
        }
        Assert.Equal(4, Enum.GetValues<ConnectionKind>().Select(kind => KindStyle.MarkOf(kind).Shape).Distinct().Count());
    }

    [Fact]
    public void Themes_NoColourStandsForTwoThings()
    {
        foreach (FigureTheme theme in new[] { FigureTheme.Light, FigureTheme.Dark })
        {
            string[] colours = [.. theme.Variables().Select(one => one.Colour)];
            Assert.Equal(colours.Distinct(), colours);
            Assert.All(colours, colour => Assert.Matches("^#[0-9A-F]{6}$", colour));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_AnyFigure_FitsIntoIt(string name)
    {
        Figure figure = AnyFigures.Named(name);
        XElement svg = XDocument.Parse(figure.ToSvg(FigureTheme.Light)).Root!;
        double width = Number(svg.Attribute("width")!), height = Number(svg.Attribute("height")!);
        Assert.Equal(figure.Width == FigureWidth.Page ? 680 : 321, width);
        foreach (XElement text in svg.Descendants(Svg + "text"))
        {
            Match place = Place().Match(text.Attribute("transform")!.Value);
            Assert.True(place.Success, text.Attribute("transform")!.Value);
            double x = double.Parse(place.Groups["x"].Value, CultureInfo.InvariantCulture), y = double.Parse(place.Groups["y"].Value, CultureInfo.InvariantCulture);
            (double from, double length) = (Number(text.Attribute("x")!), Number(text.Attribute("textLength")!));
            bool isUpright = place.Groups["upright"].Success;
            (double start, double limit) = isUpright ? (height - y + from, height) : (x + from, width);
            Assert.True(start >= -0.5 && start + length <= limit + 0.5, $"'{text.Value}' reaches from {start} to {start + length} of {limit}");
        }
    }

    [Fact]
    public void Png_IsOfPublicationSize()
    {
        byte[] page = AnyFigures.Named("evidence").ToPng(FigureTheme.Light), column = AnyFigures.Named("stages").ToPng(FigureTheme.Dark);
        Assert.Equal([0x89, .. "PNG"u8], page[..4]);
        // 180 and 85 mm at 300 dots per inch.
        Assert.Equal(2126, BinaryPrimitives.ReadInt32BigEndian(page.AsSpan(16)), 2.0);
        Assert.Equal(1004, BinaryPrimitives.ReadInt32BigEndian(column.AsSpan(16)), 2.0);
        Assert.Equal([.. "pHYs"u8, 0, 0, 0x2E, 0x23], page[37..45]);
        Assert.Equal(page, AnyFigures.Named("evidence").ToPng(FigureTheme.Light));
    }

    [Fact]
    public void Pdf_IsOnePageOfItsSizeWithTheFontInside()
    {
        byte[] pdf = AnyFigures.Named("roc").ToPdf(FigureTheme.Light);
        string text = Encoding.Latin1.GetString(pdf);
        Assert.StartsWith("%PDF-", text, StringComparison.Ordinal);
        // 180 mm in points.
        Assert.Contains("/MediaBox [0 0 510 ", text, StringComparison.Ordinal);
        Assert.Contains("LiberationSans", text, StringComparison.Ordinal);
        Assert.Equal(pdf, AnyFigures.Named("roc").ToPdf(FigureTheme.Light));
    }

    [Fact]
    public void Svg_NamesThatWouldRunIntoEachOther_AreThinnedWhateverTheirOrder()
    {
        double[] places = [13_000, 20, 60, 3200, 2000];
        FigureAxis axis = FigureAxis.Around("trains", AxisScale.Logarithmic, [places]) with
        {
            Named = [.. places.Select(place => new AxisTick(place, place.ToString(CultureInfo.InvariantCulture)))],
        };
        var line = new StatisticLine("", SeriesStyle.StrokeOf(0), SeriesStyle.MarkOf(0), places, [1, 1, 1, 1, 1]);
        Figure figure = StatisticFigure.Of("thinned", "All the same.", axis, FigureAxis.Fractions("part"), [new StatisticPanel("", [line])]);
        string[] texts = [.. XDocument.Parse(figure.ToSvg(FigureTheme.Light)).Descendants(Svg + "text").Select(text => text.Value)];
        Assert.Equal(["20", "60", "2000", "13000"], new[] { "20", "60", "2000", "3200", "13000" }.Where(texts.Contains));
    }

    private static double Number(XAttribute attribute) => double.Parse(attribute.Value, CultureInfo.InvariantCulture);

    // Upright texts read from the bottom.
    [GeneratedRegex(@"^(translate\(|(?<upright>matrix\(0 -1 1 0 ))(?<x>[-0-9.]+) (?<y>[-0-9.]+)\)$")]
    private static partial Regex Place();
}
