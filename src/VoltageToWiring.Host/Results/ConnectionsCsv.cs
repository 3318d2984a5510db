using CsvHelper;

namespace VoltageToWiring.Host.Results;

/// <summary>
/// Writes <c>connections.csv</c>: the final estimates, a row for each pair and score. The columns of online scores are there where one runs.
/// </summary>
public static class ConnectionsCsv
{
    private static readonly string[] Columns =
    [
        "source", "target", "truth", "train_kind", "spikes", "score", "spikes_used", "height", "relative_height",
        "signed_relative_height", "p_reference", "exceedances", "p_exact", "exceedances_or_ties", "surrogates",
    ];

    private static readonly string[] OnlineColumns =
    [
        "deciding", "state", "sign_certified", "log10_evidence", "log10_evidence_max", "log10_evidence_excitatory",
        "log10_evidence_inhibitory", "anytime_p", "one_look_p", "ebh", "amplitude", "ci_fixed_low", "ci_fixed_high", "ci_anytime_low",
        "ci_anytime_high", "decided_at_s", "spikes_unused", "blocks", "updated_at_s", "surrogate_scheme", "warnings",
    ];

    /// <summary>Writes the file.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    /// <param name="results">The results; the columns are their names.</param>
    public static void Write(string file, ResultsJson results)
    {
        ArgumentNullException.ThrowIfNull(results);
        using CsvWriter csv = CsvLines.Create(file);
        bool online = results.Connections.Any(connection => connection.Online is not null);
        CsvLines.Write(csv, online ? [.. Columns, .. OnlineColumns] : Columns);
        foreach (ConnectionJson c in results.Connections)
        {
            // One row for each score: what the online score of the averages says stands in the row of the averages.
            OnlineJson? sta = c.Online?.FirstOrDefault(score => score.Score == "sta");
            CsvLines.Write(csv, online ? [.. StaCells(c), .. OnlineCells(sta)] : StaCells(c));
            foreach (OnlineJson score in c.Online ?? [])
            {
                if (score != sta)
                    CsvLines.Write(csv, [.. PairCells(c), score.Score, score.SpikesUsed, .. new object?[8], .. OnlineCells(score)]);
            }
        }
    }

    private static object?[] PairCells(ConnectionJson c) => [c.Source, c.Target, c.Truth, c.TrainKind, c.Spikes];

    private static object?[] StaCells(ConnectionJson c) =>
    [
        .. PairCells(c), "sta", c.Sta.SpikesUsed, c.Sta.Height, c.Sta.RelativeHeight, c.Sta.SignedRelativeHeight, c.Sta.PReference,
        c.Sta.Exceedances, c.Sta.PExact, c.Sta.ExceedancesOrTies, c.Sta.Surrogates,
    ];

    private static object?[] OnlineCells(OnlineJson? o) => o is null ? new object?[OnlineColumns.Length] :
    [
        o.Deciding, o.State, o.SignCertified, o.Log10Evidence, o.Log10EvidenceMax, o.Log10EvidenceExcitatory, o.Log10EvidenceInhibitory,
        o.AnytimeP, o.OneLookP, o.Ebh, o.Amplitude, o.CiFixed?[0], o.CiFixed?[1], o.CiAnytime?[0], o.CiAnytime?[1], o.DecidedAtS,
        o.SpikesUnused, o.Blocks, o.UpdatedAtS, o.SurrogateScheme, string.Join(' ', o.Warnings),
    ];
}
