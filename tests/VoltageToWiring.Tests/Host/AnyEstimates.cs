using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Tests.Host;

/// <summary>Estimates and wirings as they may come, with ties, gaps in what is known, and figures that are not finite.</summary>
internal static class AnyEstimates
{
    private static readonly Gen<double?> Figure =
        Gen.Frequency((1, Gen.Const((double?)null)), (1, Gen.Const((double?)double.NegativeInfinity)), (6, Gen.Int[-20, 40].Select(x => (double?)x / 8)));

    private static readonly Gen<Interval?> Range =
        Gen.Frequency((1, Gen.Const((Interval?)null)), (1, Gen.Const((Interval?)new Interval(0, double.PositiveInfinity))), (4, Gen.Int[0, 9].Select(x => (Interval?)new Interval(x / 7.0, x))));

    private static readonly Gen<OnlineEstimate> Online =
        from state in Gen.Enum<ConnectionState>()
        from evidence in Gen.Select(Figure, Figure, Figure, Figure)
        from p in Gen.Select(Figure, Figure, Figure)
        from at in Figure
        from ends in Gen.Select(Range, Range)
        from counts in Gen.Int[0, 300].Array[3]
        from flags in Gen.Select(Gen.Bool, Gen.Bool)
        from warnings in Gen.Int[0, 63]
        from scheme in Gen.Enum<SurrogateScheme>()
        select new OnlineEstimate
        {
            Score = ConnectionScore.Joint,
            Deciding = true,
            State = state,
            SignCertified = flags.Item1,
            Log10Evidence = evidence.Item1,
            Log10EvidenceMax = evidence.Item2,
            Log10EvidenceExcitatory = evidence.Item3,
            Log10EvidenceInhibitory = evidence.Item4,
            AnytimeP = p.Item1,
            EBenjaminiHochberg = flags.Item2,
            OneLookP = p.Item2,
            Amplitude = p.Item3,
            FixedInterval = ends.Item1,
            AnytimeInterval = ends.Item2,
            DecidedAtSeconds = at is { } seconds && double.IsFinite(seconds) ? Math.Abs(seconds) : null,
            SpikesUsed = counts[0],
            SpikesUnused = counts[1],
            Blocks = counts[2],
            UpdatedAtSeconds = at,
            Surrogates = scheme,
            Warnings = (ConnectionWarnings)warnings,
        };

    private static readonly Gen<ConnectionEstimate> Pair =
        from counts in Gen.Int[0, 300].Array[3]
        from test in Gen.Frequency(
            (1, Gen.Const((PermutationTest?)null)),
            (3, Gen.Int[0, 4].Array[4].Select(heights => (PermutationTest?)PermutationTest.Rank(heights[0], [heights[1], heights[2], heights[3]]))))
        from below in Gen.Bool
        from height in Figure
        select new ConnectionEstimate
        {
            Source = 0,
            Target = 0,
            SpikesUsed = counts[0],
            SpikesInGap = counts[1],
            SpikesPending = counts[2],
            Height = height is { } h && double.IsFinite(h) ? h : null,
            OneLook = test,
            SignedRelativeHeight = test is { } t && double.IsFinite(t.RelativeToSurrogates) ? (below ? -1 : 1) * t.RelativeToSurrogates : null,
        };

    /// <summary>All pairs of a few trains and targets by some scores, with a wiring.</summary>
    /// <param name="scores">The scores, the deciding one first.</param>
    public static Gen<(ConnectionEstimate[] Estimates, Wiring Truth)> Of(params ConnectionScore[] scores)
        => from sources in Gen.Int[1, 7]
           from targets in Gen.Int[1, 5]
           from pairs in Pair.Array[sources * targets]
           from online in Online.Array[scores.Length].Array[sources * targets]
           from truth in Gen.Int[0, 2].Array[sources * targets]
           select (
               pairs.Select((pair, i) => pair with
               {
                   Source = i % sources,
                   Target = i / sources,
                   Online = [.. scores.Select((score, s) => online[i][s] with { Score = score, Deciding = s == 0 })],
               }).ToArray(),
               OnlineReports.Truth([.. truth.Chunk(sources).Select(row => string.Concat(row.Select(kind => "ei-"[kind])))]));
}
