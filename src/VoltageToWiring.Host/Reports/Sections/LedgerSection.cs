using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Results;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sections;

/// <summary>The books: what came in, and where it went.</summary>
internal static class LedgerSection
{
    public static XElement Of(LedgerJson ledger) => ReportPage.Section(
        "books", "Books",
        Html.E("p", "What came in is what was used, what was left and what was under way when the run stopped."),
        Html.Table(
            "Frames of all imaged neurons together, and spikes of all trains",
            ["", "in", "used", "left, by reason", "in flight"],
            [
                ["frames", Count(ledger.FramesIn), Count(ledger.FramesUsed), Reasons(ledger.FramesDropped), Count(ledger.FramesInFlight)],
                [
                    "spikes", Count(ledger.SpikesIn), Count(ledger.SpikesUsed), Reasons(ledger.SpikesUnused.Where(reason => reason.Key != InFlight)),
                    Count(ledger.SpikesUnused.GetValueOrDefault(InFlight)),
                ],
            ]),
        ledger.FramesInGaps is { } gaps
            ? Html.E("p", $"The recording came from elsewhere: {Count(gaps)} of its frames never came, and {Count(ledger.SamplesMissing ?? 0)} samples of single neurons failed.")
            : null);

    private const string InFlight = "in_flight";

    private static string Reasons(IEnumerable<KeyValuePair<string, long>> reasons)
    {
        string text = string.Join(", ", reasons.Where(reason => reason.Value > 0).Select(reason => $"{Count(reason.Value)} {Words(reason.Key)}"));
        return text.Length > 0 ? text : "0";
    }

    private static string Words(string reason) => reason switch
    {
        "link_full" => "dropped at a full link",
        "edge" => "at an edge of the recording",
        "gap" => "in a gap",
        "late" => "too late",
        "dropped" => "in dropped frames",
        _ => reason,
    };

    private static string Count(long count) => Invariant($"{count:N0}");
}
