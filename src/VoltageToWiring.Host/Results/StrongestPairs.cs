using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>
/// The pairs that stand out most in a report: by the largest evidence that the deciding score ever had, or, where no score has evidence, by the
/// smallest p_reference and then the largest relative height. Pairs that are not tested are not among the latter.
/// </summary>
public static class StrongestPairs
{
    /// <summary>The strongest pairs, the strongest one first; of equal ones the lower index.</summary>
    /// <param name="report">The estimates.</param>
    /// <param name="count">At most this many.</param>
    public static int[] Of(EstimateReport report, int count = ManyPairs.Strongest)
    {
        ArgumentNullException.ThrowIfNull(report);
        var ranking = new PairRanking(count);
        bool evidence = report.Decides && report.Connections[0].Deciding is not { Score: ConnectionScore.Sta };
        for (int pair = 0; pair < report.Connections.Count; pair++)
        {
            if (evidence)
                ranking.Add(pair, -report.LargestEvidenceOf(pair));
            else if (report.OneLookOf(pair) is { } test)
                ranking.Add(pair, test.ReferenceP, double.IsFinite(test.RelativeToSurrogates) ? -test.RelativeToSurrogates : 0);
        }
        return ranking.TakeAll();
    }
}
