using System.Xml;
using System.Xml.Linq;

namespace VoltageToWiring.Host.Reports.Pages;

/// <summary>Elements of a page as a tree, so that what comes out is well-formed and texts are escaped.</summary>
internal static class Html
{
    private static readonly HashSet<string> Void = ["meta", "link", "img", "br", "hr", "col"];

    /// <summary>An element with texts, elements and attributes.</summary>
    public static XElement E(string name, params object?[] content)
    {
        var element = new XElement(name, content);
        // Browsers do not know <td/>.
        if (element.IsEmpty && !Void.Contains(name))
            element.Add("");
        return element;
    }

    public static XAttribute A(string name, string value) => new(name, value);

    /// <summary>An element that is already text.</summary>
    public sealed class Finished(string xml) : XText(xml)
    {
        public override void WriteTo(XmlWriter writer) => writer.WriteRaw(Value);
    }

    /// <summary>A table with a caption, a header for each column and one for each row.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="columns">The headers of the columns.</param>
    /// <param name="rows">Cells of each row; the first is its header.</param>
    /// <param name="texts">How many columns, from the left, hold texts rather than numbers.</param>
    public static XElement Table(string caption, IEnumerable<string> columns, IEnumerable<IReadOnlyList<string>> rows, int texts = 1)
        => E("div", A("class", "table"), E("table", "\n",
            E("caption", caption), "\n",
            E("thead", E("tr", columns.Select((column, at) => E("th", A("scope", "col"), TextIf(at < texts), column)))), "\n",
            E("tbody", "\n", rows.SelectMany(row => new object[]
            {
                E("tr", row.Select((cell, at) => at == 0 ? E("th", A("scope", "row"), cell) : E("td", TextIf(at < texts), cell))), "\n",
            }))));

    private static XAttribute? TextIf(bool isText) => isText ? A("class", "text") : null;

    /// <summary>The whole page as text.</summary>
    public static string Text(XElement page)
    {
        var text = new StringWriter();
        text.Write("<!DOCTYPE html>\n");
        using (XmlWriter writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None }))
            page.WriteTo(writer);
        text.Write("\n");
        return text.ToString();
    }
}
