using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>All pairs in a few figures, where there are too many to list them in <c>results.json</c>.</summary>
/// <param name="Pairs">Number of pairs.</param>
/// <param name="Sta">The spike-triggered averages.</param>
/// <param name="Online">Every online score by its name; null where none runs.</param>
public sealed record SummaryJson(int Pairs, StaSummaryJson Sta, IReadOnlyDictionary<string, OnlineSummaryJson>? Online)
{
    internal static SummaryJson From(IReadOnlyList<ConnectionEstimate> estimates)
    {
        var sta = new StaSummary();
        OnlineSummary[] online = estimates.Count == 0 ? [] : [.. estimates[0].Online.Select(score => new OnlineSummary(score))];
        foreach (ConnectionEstimate estimate in estimates)
        {
            sta.Add(estimate);
            for (int score = 0; score < online.Length; score++)
                online[score].Add(estimate.Online[score]);
        }
        return new SummaryJson(
            estimates.Count, sta.ToJson(), online.Length == 0 ? null : online.ToDictionary(score => score.Name, score => score.ToJson()));
    }
}

/// <summary>The spike-triggered averages of all pairs.</summary>
/// <param name="Averaged">Pairs with an average.</param>
/// <param name="Tested">Pairs with a one-look test.</param>
/// <param name="AtFivePercent">Pairs with p_reference ≤ 0.05; null where none is tested.</param>
/// <param name="MedianHeight">Median peak-to-peak height; null where there is no average.</param>
public sealed record StaSummaryJson(int Averaged, int Tested, int? AtFivePercent, double? MedianHeight);

/// <summary>What one online score says of all pairs.</summary>
/// <param name="Deciding">Whether this score decides.</param>
/// <param name="States">Pairs in each state.</param>
/// <param name="SignCertified">Pairs whose sign is certain.</param>
/// <param name="Ebh">Pairs that e-BH finds.</param>
/// <param name="Warnings">Pairs with each warning.</param>
/// <param name="MedianLog10EvidenceMax">Median over the connections found, of the largest evidence they had.</param>
/// <param name="MedianAmplitude">Median over the connections found, of their amplitude.</param>
/// <param name="MedianDecidedAtS">Median over the connections found, of when they were found, s.</param>
/// <param name="MedianSpikesUsed">Median over all pairs, of spikes in scored blocks.</param>
public sealed record OnlineSummaryJson(
    bool Deciding, IReadOnlyDictionary<string, int> States, int SignCertified, int Ebh, IReadOnlyDictionary<string, int> Warnings,
    FoundMedianJson MedianLog10EvidenceMax, FoundMedianJson MedianAmplitude, FoundMedianJson MedianDecidedAtS, double? MedianSpikesUsed);

/// <summary>Medians over connections found; null where none was, or nothing is known of them.</summary>
/// <param name="Exc">Those found to be excitatory.</param>
/// <param name="Inh">Those found to be inhibitory.</param>
public sealed record FoundMedianJson(double? Exc, double? Inh);
