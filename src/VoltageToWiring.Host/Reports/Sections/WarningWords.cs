using VoltageToWiring.Host.Results;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sections;

/// <summary>What to be careful about, in sentences.</summary>
internal static class WarningWords
{
    public static IEnumerable<string> Of(ResultsJson results)
    {
        foreach ((string warning, int count) in Counts(results).Where(warning => warning.Value > 0))
            yield return Invariant($"Warning {warning}, {count:N0} {(count == 1 ? "pair" : "pairs")}: {Meaning(warning)}.");
    }

    private static IEnumerable<KeyValuePair<string, int>> Counts(ResultsJson results)
    {
        if (results.Summary?.Online is { } scores)
            return scores.Values.FirstOrDefault(score => score.Deciding)?.Warnings ?? new Dictionary<string, int>();
        return (results.Connections ?? []).SelectMany(pair => ReportedPair.Deciding(pair)?.Warnings ?? [])
            .GroupBy(warning => warning).OrderBy(warning => warning.Key, StringComparer.Ordinal)
            .Select(warning => KeyValuePair.Create(warning.Key, warning.Count()));
    }

    private static string Meaning(string warning) => warning switch
    {
        "bursting" => "the train fires in bursts, so its intervals are not exchangeable",
        "irregular-rate" => "the train's intervals vary far more than a Poisson train's, or its rate drifts",
        "rate-voltage-correlation" => "the train's rate and the slow voltage go together, which a common input can bring about",
        "synchrony" => "another recorded train fires together with this one more often than by chance",
        "collinear" => "another recorded train is so alike that the two cannot be told apart",
        "below-minimum" => "connected, and yet the amplitude lies within the smallest amplitude of interest",
        _ => "see the documentation of this version",
    };
}
