using VoltageToWiring.Figures.Style;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Host.Reports;

/// <summary>All pairs of a run, from <c>results.json</c> or, where there are too many for it, from <c>connections.parquet</c>.</summary>
internal sealed class RunPairs
{
    private RunPairs(IReadOnlyList<ReportedPair> all, string? score)
    {
        All = all;
        Score = score;
        Sources = all.Count == 0 ? 0 : 1 + all.Max(pair => pair.Source);
        Targets = all.Count == 0 ? 0 : 1 + all.Max(pair => pair.Target);
    }

    /// <summary>Every pair: all sources of target 0, then of target 1, …; none of a neuron and itself.</summary>
    public IReadOnlyList<ReportedPair> All { get; }

    /// <summary>The deciding score; null where none decides.</summary>
    public string? Score { get; }

    /// <summary>Number of trains.</summary>
    public int Sources { get; }

    /// <summary>Number of postsynaptic neurons.</summary>
    public int Targets { get; }

    /// <summary>Whether any pair has evidence that may be watched.</summary>
    public bool HaveEvidence => All.Any(pair => double.IsFinite(pair.Evidence));

    public static async Task<RunPairs> ReadAsync(RunFolder folder)
    {
        ResultsJson results = folder.Results;
        string? score = (results.Connections ?? results.Strongest) is [var first, ..] ? ReportedPair.Deciding(first)?.Score : null;
        return results.Connections is { } listed
            ? new RunPairs([.. listed.Select(ReportedPair.From)], score)
            : new RunPairs(await ParquetPairs.ReadAsync(folder.File(results.ConnectionsFile ?? ConnectionsParquet.FileName), score).ConfigureAwait(false), score);
    }

    /// <summary>The row of a pair in tables that have one for every source and target.</summary>
    public int IndexOf(ReportedPair pair) => pair.Target * Sources + pair.Source;

    /// <summary>
    /// All pairs where there are few; of many those of each kind that stand out most: by evidence, or by p and height where there is none.
    /// In their own order.
    /// </summary>
    /// <param name="most">How many at most.</param>
    /// <param name="ofEachKind">Of many, how many of each kind at most.</param>
    public IReadOnlyList<ReportedPair> Telling(int most, int ofEachKind)
        => All.Count <= most ? All : [.. Strongest(ofEachKind).OrderBy(IndexOf)];

    /// <summary>Of each kind the pairs that stand out most, the first kind first, its strongest pair first.</summary>
    /// <param name="ofEachKind">How many of each kind at most.</param>
    public IEnumerable<ReportedPair> Strongest(int ofEachKind)
    {
        foreach (ConnectionKind kind in new[] { ConnectionKind.Excitatory, ConnectionKind.Inhibitory, ConnectionKind.None, ConnectionKind.Unknown })
        {
            var ranking = new PairRanking(ofEachKind);
            for (int at = 0; at < All.Count; at++)
            {
                ReportedPair pair = All[at];
                if (pair.Kind == kind)
                    ranking.Add(at, Lowest(-pair.Evidence, pair.P), Lowest(-Math.Abs(pair.SignedHeight), 0));
            }
            foreach (int at in ranking.TakeAll())
                yield return All[at];
        }
    }

    private static double Lowest(double first, double otherwise) => !double.IsNaN(first) ? first : !double.IsNaN(otherwise) ? otherwise : double.PositiveInfinity;
}
