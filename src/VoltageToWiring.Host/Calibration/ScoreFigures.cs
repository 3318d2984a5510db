using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Evaluation;

namespace VoltageToWiring.Host.Calibration;

/// <summary>How one online score did over all recordings, watched at every report.</summary>
public sealed record ScoreFigures
{
    /// <summary>The score.</summary>
    public required ConnectionScore Score { get; init; }

    /// <summary>Whether it decides.</summary>
    public required bool Deciding { get; init; }

    /// <summary>Recordings that came to their end.</summary>
    public required int Recordings { get; init; }

    /// <summary>Fraction of the unconnected pairs that was declared connected at any report.</summary>
    public required ClusteredRate FalsePositive { get; init; }

    /// <summary>Fraction of the recordings in which any unconnected pair was.</summary>
    public required ClusteredRate FamilyWise { get; init; }

    /// <summary>What stood as connected, and was not.</summary>
    public required DiscoveryFigures FalseDiscovery { get; init; }

    /// <summary>Times of detection, excitatory connections.</summary>
    public required DetectionFigures Excitatory { get; init; }

    /// <summary>Times of detection, inhibitory connections.</summary>
    public required DetectionFigures Inhibitory { get; init; }

    /// <summary>Fraction of the unconnected pairs that was declared absent at any report.</summary>
    public required ClusteredRate UnconnectedDeclaredAbsent { get; init; }

    /// <summary>Warnings.</summary>
    public required WarningFigures Warnings { get; init; }

    /// <summary>Coverage of the connected pairs' amplitudes; null where true amplitudes are not known.</summary>
    public required CoverageFigures? CoverageConnected { get; init; }

    /// <summary>The same of the unconnected pairs.</summary>
    public required CoverageFigures? CoverageUnconnected { get; init; }

    /// <summary>The same of all pairs.</summary>
    public required CoverageFigures? Coverage { get; init; }

    /// <summary>Gathers the figures of every score.</summary>
    /// <param name="outcomes">The recordings.</param>
    /// <param name="truth">True amplitudes; null where there are none.</param>
    /// <returns>One for each score, the deciding one first; empty without recordings.</returns>
    public static IReadOnlyList<ScoreFigures> Of(IReadOnlyList<RecordingOutcome> outcomes, TrueAmplitudes? truth)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var scores = outcomes.SelectMany(outcome => outcome.Pairs).Select(pair => (pair.Score, pair.Deciding)).Distinct();
        return [.. scores.OrderByDescending(score => score.Deciding).Select(score => Of(score.Score, score.Deciding, outcomes, truth))];
    }

    private static ScoreFigures Of(ConnectionScore score, bool deciding, IReadOnlyList<RecordingOutcome> outcomes, TrueAmplitudes? truth)
    {
        PairOutcome[][] pairs = [.. outcomes.Select(outcome => outcome.Pairs.Where(pair => pair.Score == score).ToArray())];
        double seconds = outcomes.Max(outcome => outcome.RecordedSeconds);
        CoverageFigures? Coverage(Func<PairOutcome, bool> counts) => truth is null ? null : CoverageFigures.Of(pairs, truth, counts);
        return new ScoreFigures
        {
            Score = score,
            Deciding = deciding,
            Recordings = outcomes.Count,
            FalsePositive = ClusteredRate.Of(pairs, IsNull, pair => pair.WasDeclared),
            FamilyWise = ClusteredRate.Of(pairs.Where(own => own.Any(IsNull)).Select(own => (own.Any(pair => pair.IsFalsePositive) ? 1.0 : 0.0, 1.0))),
            FalseDiscovery = DiscoveryFigures.Of(
                [.. outcomes.Select(outcome => outcome.Discoveries.Where(report => report.Score == score).ToArray())]),
            Excitatory = DetectionFigures.Of(pairs, TrueConnection.Excitatory, seconds),
            Inhibitory = DetectionFigures.Of(pairs, TrueConnection.Inhibitory, seconds),
            UnconnectedDeclaredAbsent = ClusteredRate.Of(pairs, IsNull, pair => pair.WasAbsent),
            Warnings = WarningFigures.Of(pairs),
            Coverage = Coverage(_ => true),
            CoverageConnected = Coverage(pair => !IsNull(pair)),
            CoverageUnconnected = Coverage(IsNull),
        };
    }

    private static bool IsNull(PairOutcome pair) => pair.Truth == TrueConnection.None;
}
