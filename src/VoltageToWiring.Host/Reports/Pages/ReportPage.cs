using System.Text;
using System.Xml.Linq;
using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Style;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Pages;

/// <summary>A page that needs nothing but itself: style and figures inside, no script, nothing to load.</summary>
internal static class ReportPage
{
    /// <summary>The page as text.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="lead">A sentence below the title.</param>
    /// <param name="sections">What it says.</param>
    public static string Of(string title, string lead, IEnumerable<XNode> sections) => Text(
        E("html", A("lang", "en"), "\n",
            E("head", "\n",
                E("meta", A("charset", "utf-8")), "\n",
                E("meta", A("name", "viewport"), A("content", "width=device-width, initial-scale=1")), "\n",
                E("meta", A("name", "color-scheme"), A("content", "light dark")), "\n",
                E("title", title), "\n",
                E("style", Style())), "\n",
            E("body", E("main", "\n",
                E("header", E("h1", title), E("p", A("class", "lead"), lead)), "\n",
                sections.SelectMany(section => new object[] { section, "\n" }))), "\n"));

    public static XElement Section(string id, string title, params object?[] content)
        => E("section", A("id", id), A("aria-labelledby", id + "-title"), "\n", E("h2", A("id", id + "-title"), title), content);

    /// <summary>Figures with their captions; those of half a page stand side by side. What is left out says why.</summary>
    public static IEnumerable<XElement> Figures(IReadOnlyList<DrawnFigure> figures)
    {
        for (int at = 0; at < figures.Count;)
        {
            DrawnFigure[] halves = [.. figures.Skip(at).TakeWhile(figure => figure.Part.Figure is { Width: FigureWidth.Column })];
            yield return halves.Length > 0 ? E("div", A("class", "pair"), halves.Select(Framed)) : Framed(figures[at]);
            at += Math.Max(1, halves.Length);
        }
    }

    private static XElement Framed(DrawnFigure figure)
        => figure.Part.Table is { } table ? E("div", A("class", "tabular"), E("p", E("strong", figure.Part.Title + "."), " ", figure.Part.Caption), table)
            : figure.Drawing is null
            ? E("p", A("class", "left-out"), E("strong", figure.Part.Title), " is left out. ", figure.Part.Caption)
            : E("figure", new Finished(figure.Drawing), E("figcaption", E("strong", figure.Part.Title + "."), " ", figure.Part.Caption));

    private static string Style()
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The program was built without report.css.");
        using var reader = new StreamReader(stream);
        return "\n" + Colours(":root", FigureTheme.Light)
            + "@media (prefers-color-scheme: dark) {\n" + Colours(":root", FigureTheme.Dark) + "}\n"
            + "@media print {\n" + Colours(":root", FigureTheme.Light) + "}\n"
            + reader.ReadToEnd();
    }

    private static string Colours(string selector, FigureTheme theme)
    {
        var text = new StringBuilder(selector).Append(" {");
        foreach ((string variable, string colour) in theme.Variables())
            text.Append(' ').Append(variable).Append(": ").Append(colour).Append(';');
        return text.Append(" }\n").ToString();
    }
}
