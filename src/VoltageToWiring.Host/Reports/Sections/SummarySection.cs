using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Sections;

/// <summary>What came out, in words.</summary>
internal static class SummarySection
{
    public static XElement Of(RunFolder folder, RunPairs pairs)
        => ReportPage.Section("summary", "In short", E("ul", new SummaryWords(folder, pairs).Sentences().Select(sentence => E("li", sentence))));
}
