namespace VoltageToWiring.Host.Calibration;

/// <summary>How often intervals covered the true amplitude. Pairs without an interval do not count.</summary>
/// <param name="AnytimeAlways">The anytime interval, at every report at once.</param>
/// <param name="AnytimeAtEnd">The anytime interval, at the end.</param>
/// <param name="FixedAtEnd">The interval for one look, at the end: what it is made for.</param>
/// <param name="FixedAlways">The interval for one look, at every report at once: what it is not made for.</param>
public sealed record CoverageFigures(ClusteredRate AnytimeAlways, ClusteredRate AnytimeAtEnd, ClusteredRate FixedAtEnd, ClusteredRate FixedAlways)
{
    /// <summary>Gathers them.</summary>
    /// <param name="recordings">The pairs of each recording, by one score.</param>
    /// <param name="truth">The true amplitudes.</param>
    /// <param name="counts">Which pairs count.</param>
    public static CoverageFigures Of(
        IReadOnlyList<IReadOnlyList<PairOutcome>> recordings, TrueAmplitudes truth, Func<PairOutcome, bool> counts)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        ArgumentNullException.ThrowIfNull(truth);
        ClusteredRate Rate(Func<PairOutcome, bool?> covers) => ClusteredRate.Of(recordings, counts, covers);
        return new CoverageFigures(
            Rate(pair => pair.Anytime.CoveredAlways(truth[pair])), Rate(pair => pair.Anytime.CoversAtEnd(truth[pair])),
            Rate(pair => pair.Fixed.CoversAtEnd(truth[pair])), Rate(pair => pair.Fixed.CoveredAlways(truth[pair])));
    }
}
