using System.Text.Json;
using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Sections;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>The books of all finished cells together.</summary>
internal static class SweepBooksSection
{
    public static XElement Of(RunsTable table)
    {
        LedgerJson[] ledgers = [.. table.Rows.Select(row => Read(Path.Combine(row.Cell.Folder!, "results.json")))];
        return LedgerSection.Of(ledgers.Aggregate(new LedgerJson(0, 0, new Dictionary<string, long>(), 0, 0, 0, new Dictionary<string, long>()), Add));
    }

    private static LedgerJson Read(string file)
    {
        using JsonDocument results = JsonDocument.Parse(File.ReadAllBytes(file));
        return results.RootElement.GetProperty("ledger").Deserialize<LedgerJson>(ResultsJson.Format)!;
    }

    private static LedgerJson Add(LedgerJson all, LedgerJson one) => new(
        all.FramesIn + one.FramesIn, all.FramesUsed + one.FramesUsed, Add(all.FramesDropped, one.FramesDropped), all.FramesInFlight + one.FramesInFlight,
        all.SpikesIn + one.SpikesIn, all.SpikesUsed + one.SpikesUsed, Add(all.SpikesUnused, one.SpikesUnused));

    private static Dictionary<string, long> Add(IReadOnlyDictionary<string, long> all, IReadOnlyDictionary<string, long> one)
        => all.Keys.Union(one.Keys).ToDictionary(reason => reason, reason => all.GetValueOrDefault(reason) + one.GetValueOrDefault(reason));
}
