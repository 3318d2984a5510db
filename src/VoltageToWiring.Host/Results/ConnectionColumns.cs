using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>The columns of the table of connections, in <c>connections.csv</c> and in <c>connections.parquet</c>.</summary>
internal static class ConnectionColumns
{
    private static readonly ConnectionColumn[] OfPairs =
    [
        new RequiredColumn<int>("source", row => row.Pair.Source),
        new RequiredColumn<int>("target", row => row.Pair.Target),
    ];

    private static readonly ConnectionColumn[] OfTruth =
    [
        new RequiredTextColumn("truth", row => ConnectionJson.NameOf(row.Truth![row.Pair.Source, row.Pair.Target])),
        new RequiredTextColumn("train_kind", row => ConnectionJson.NameOf(row.Truth!.TrainKinds[row.Pair.Source])),
    ];

    private static readonly ConnectionColumn[] OfAverages =
    [
        new RequiredColumn<long>("spikes", row => row.Pair.Spikes()),
        new RequiredTextColumn("score", row => row.Score),
        new RequiredColumn<long>("spikes_used", row => row.SpikesUsed),
        new OptionalColumn<double>("height", row => row.Average?.Height),
        new OptionalColumn<double>("relative_height", row => row.Average?.RelativeHeight),
        new OptionalColumn<double>("signed_relative_height", row => row.Average?.SignedRelativeHeight),
        new OptionalColumn<double>("p_reference", row => row.Average?.OneLook?.ReferenceP),
        new OptionalColumn<int>("exceedances", row => row.Average?.OneLook?.Exceedances),
        new OptionalColumn<double>("p_exact", row => row.Average?.OneLook?.ExactP),
        new OptionalColumn<int>("exceedances_or_ties", row => row.Average?.OneLook?.ExceedancesOrTies),
        new OptionalColumn<int>("surrogates", row => row.Average?.OneLook?.Surrogates),
    ];

    private static readonly ConnectionColumn[] OfOnlineScores =
    [
        new OptionalColumn<bool>("deciding", row => row.Online?.Deciding),
        new OptionalTextColumn("state", row => row.Online is { } online ? OnlineNames.Of(online.State) : null),
        new OptionalColumn<bool>("sign_certified", row => row.Online?.SignCertified),
        new OptionalColumn<double>("log10_evidence", row => Known.Finite(row.Online?.Log10Evidence)),
        new OptionalColumn<double>("log10_evidence_max", row => Known.Finite(row.Online?.Log10EvidenceMax)),
        new OptionalColumn<double>("log10_evidence_excitatory", row => Known.Finite(row.Online?.Log10EvidenceExcitatory)),
        new OptionalColumn<double>("log10_evidence_inhibitory", row => Known.Finite(row.Online?.Log10EvidenceInhibitory)),
        new OptionalColumn<double>("anytime_p", row => Known.Finite(row.Online?.AnytimeP)),
        new OptionalColumn<double>("one_look_p", row => Known.Finite(row.Online?.OneLookP)),
        new OptionalColumn<bool>("ebh", row => row.Online?.EBenjaminiHochberg),
        new OptionalColumn<double>("amplitude", row => Known.Finite(row.Online?.Amplitude)),
        new OptionalColumn<double>("ci_fixed_low", row => Known.Finite(row.Online?.FixedInterval)?.Low),
        new OptionalColumn<double>("ci_fixed_high", row => Known.Finite(row.Online?.FixedInterval)?.High),
        new OptionalColumn<double>("ci_anytime_low", row => Known.Finite(row.Online?.AnytimeInterval)?.Low),
        new OptionalColumn<double>("ci_anytime_high", row => Known.Finite(row.Online?.AnytimeInterval)?.High),
        new OptionalColumn<double>("decided_at_s", row => Known.Finite(row.Online?.DecidedAtSeconds)),
        new OptionalColumn<long>("spikes_unused", row => row.Online?.SpikesUnused),
        new OptionalColumn<long>("blocks", row => row.Online?.Blocks),
        new OptionalColumn<double>("updated_at_s", row => Known.Finite(row.Online?.UpdatedAtSeconds)),
        new OptionalTextColumn("surrogate_scheme", row => row.Online is { } online ? OnlineNames.Of(online.Surrogates) : null),
        new OptionalTextColumn("warnings", row => row.Online is { } online ? OnlineNames.TextOf(online.Warnings) : null),
    ];

    /// <summary>The columns that a table has: those of online scores where one runs, those of the truth where it is known.</summary>
    /// <param name="estimates">The pairs.</param>
    /// <param name="truth">Whether the truth is known.</param>
    public static ConnectionColumn[] Of(IReadOnlyList<ConnectionEstimate> estimates, bool truth)
        => Of(estimates.Any(estimate => estimate.Online.Count > 0), truth);

    /// <summary>The columns that a table has.</summary>
    /// <param name="online">Whether online scores run.</param>
    /// <param name="truth">Whether the truth is known.</param>
    public static ConnectionColumn[] Of(bool online, bool truth)
        => [.. OfPairs, .. truth ? OfTruth : [], .. OfAverages, .. online ? OfOnlineScores : []];

    private static long Spikes(this ConnectionEstimate pair) => pair.SpikesUsed + pair.SpikesInGap + pair.SpikesPending;
}
