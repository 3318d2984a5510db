using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Calibration;

/// <summary>What became of one recording.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="RecordedSeconds">Its length, s.</param>
/// <param name="Pairs">Every pair and score: all sources of target 0, then of target 1, …; for each the scores in their order.</param>
/// <param name="Discoveries">What was declared connected at each report, by score.</param>
public sealed record RecordingOutcome(
    ulong Seed, double RecordedSeconds, IReadOnlyList<PairOutcome> Pairs, IReadOnlyList<ReportDiscoveries> Discoveries);

/// <summary>What was declared connected at one report by one score.</summary>
/// <param name="Score">The score.</param>
/// <param name="TimeSeconds">When, s of recording.</param>
/// <param name="Found">Pairs declared connected.</param>
/// <param name="FoundFalsely">Those of them that nothing connects.</param>
public readonly record struct ReportDiscoveries(ConnectionScore Score, double TimeSeconds, int Found, int FoundFalsely)
{
    /// <summary>Fraction of what was found that is false; 0 where nothing was found.</summary>
    public double FalseProportion => Found == 0 ? 0 : (double)FoundFalsely / Found;
}
