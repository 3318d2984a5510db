using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>What one online score says of one pair. What is not known, or not finite, is null.</summary>
/// <param name="Score">joint, pairwise or sta.</param>
/// <param name="Deciding">Whether this score decides.</param>
/// <param name="State">insufficient, undecided, excitatory, inhibitory or absent.</param>
/// <param name="SignCertified">Whether the sign itself is certain.</param>
/// <param name="Log10Evidence">log10 of the test martingale now.</param>
/// <param name="Log10EvidenceMax">The largest it has been.</param>
/// <param name="Log10EvidenceExcitatory">log10 of the positive bets alone.</param>
/// <param name="Log10EvidenceInhibitory">log10 of the negative bets alone.</param>
/// <param name="AnytimeP">A p-value that may be watched.</param>
/// <param name="OneLookP">A p-value for one look.</param>
/// <param name="Ebh">Whether e-BH over all pairs finds it.</param>
/// <param name="Amplitude">Amplitude of the postsynaptic potential.</param>
/// <param name="CiFixed">Low and high end of the interval for one look.</param>
/// <param name="CiAnytime">Low and high end of the interval that may be watched.</param>
/// <param name="DecidedAtS">When the present decision fell, s.</param>
/// <param name="SpikesUsed">Spikes in scored blocks.</param>
/// <param name="SpikesUnused">Spikes that no block could use.</param>
/// <param name="Blocks">Blocks scored.</param>
/// <param name="UpdatedAtS">When the newest block was scored, s.</param>
/// <param name="SurrogateScheme">blocks or jitter.</param>
/// <param name="Warnings">What to be careful about.</param>
public sealed record OnlineJson(
    string Score, bool Deciding, string State, bool SignCertified,
    double? Log10Evidence, double? Log10EvidenceMax, double? Log10EvidenceExcitatory, double? Log10EvidenceInhibitory,
    double? AnytimeP, double? OneLookP, bool Ebh, double? Amplitude, IReadOnlyList<double>? CiFixed, IReadOnlyList<double>? CiAnytime,
    double? DecidedAtS, long SpikesUsed, long SpikesUnused, long Blocks, double? UpdatedAtS, string SurrogateScheme, IReadOnlyList<string> Warnings)
{
    internal static OnlineJson From(OnlineEstimate e) => new(
        OnlineNames.Of(e.Score), e.Deciding, OnlineNames.Of(e.State), e.SignCertified,
        Known.Finite(e.Log10Evidence), Known.Finite(e.Log10EvidenceMax),
        Known.Finite(e.Log10EvidenceExcitatory), Known.Finite(e.Log10EvidenceInhibitory),
        Known.Finite(e.AnytimeP), Known.Finite(e.OneLookP), e.EBenjaminiHochberg, Known.Finite(e.Amplitude),
        Ends(e.FixedInterval), Ends(e.AnytimeInterval),
        Known.Finite(e.DecidedAtSeconds), e.SpikesUsed, e.SpikesUnused, e.Blocks, Known.Finite(e.UpdatedAtSeconds),
        OnlineNames.Of(e.Surrogates), OnlineNames.Of(e.Warnings));

    private static double[]? Ends(Interval? interval) => Known.Finite(interval) is { } i ? [i.Low, i.High] : null;
}
