using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VoltageToWiring.Tests.Host.Reports;

/// <summary>Reports as trees, and without what depends on the clock.</summary>
internal static partial class ReportPages
{
    public static XElement Read(string folder)
    {
        string text = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.StartsWith("<!DOCTYPE html>\n", text, StringComparison.Ordinal);
        return XDocument.Parse(text["<!DOCTYPE html>\n".Length..], LoadOptions.PreserveWhitespace).Root!;
    }

    /// <summary>The names of the figures that are drawn.</summary>
    public static IEnumerable<string> Figures(XElement report)
        => report.Descendants("figure").Select(figure => figure.Descendants().Attributes("id").First().Value).Select(id => id[..id.LastIndexOf('-')]);

    public static string WithoutTiming(string folder)
    {
        string text = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.Single(Timing().Matches(text));
        return Timing().Replace(text, "");
    }

    [GeneratedRegex("<!-- timing -->.*<!-- /timing -->", RegexOptions.Singleline)]
    private static partial Regex Timing();
}
