using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Calibration;

/// <summary>The content of <c>calibration.json</c>. What is not known, or infinite, is null; times in s.</summary>
/// <param name="Schema">Version of this layout.</param>
/// <param name="Pipeline">Name of the pipeline.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Ending">completed, cancelled or failed.</param>
/// <param name="FirstSeed">Seed of the first recording; the others follow it.</param>
/// <param name="RecordingsAsked">Recordings asked for.</param>
/// <param name="Recordings">Recordings that came to their end; the figures are of these.</param>
/// <param name="DurationS">Length of each, s.</param>
/// <param name="Alpha">The error level.</param>
/// <param name="Correction">What it bounds: e-bh, family-wise or none.</param>
/// <param name="Faults">Recordings that failed.</param>
/// <param name="Truth">Where true amplitudes come from.</param>
/// <param name="Scores">The figures, by score.</param>
/// <param name="Timing">All that depends on the machine or the wall clock.</param>
public sealed record CalibrationJson(
    int Schema, string Pipeline, string Version, string Ending, ulong FirstSeed, int RecordingsAsked, int Recordings, double DurationS,
    double Alpha, string Correction, IReadOnlyList<RecordingFault> Faults, TruthJson Truth, IReadOnlyDictionary<string, ScoreJson> Scores,
    CalibrationTimingJson Timing)
{
    /// <summary>Gathers them.</summary>
    /// <param name="result">The calibration.</param>
    /// <param name="figures">Its figures.</param>
    /// <param name="version">Version of the program.</param>
    /// <param name="machine">The machine, in a line.</param>
    public static CalibrationJson From(CalibrationResult result, IReadOnlyList<ScoreFigures> figures, string version, string machine)
    {
        ArgumentNullException.ThrowIfNull(result);
        OnlineOptions online = result.Plan.First.Resolved.Online!;
        return new CalibrationJson(
            1, result.Plan.First.File.Name, version, result.Faults.Count > 0 ? "failed" : result.IsCancelled ? "cancelled" : "completed",
            result.Plan.SeedOf(0), result.Plan.Recordings, result.Outcomes.Count, result.Plan.First.Resolved.Simulation.DurationSeconds,
            online.Alpha, KeyInfo.ValueName(result.Plan.First.File.Inference.Online!.Correction), result.Faults,
            new TruthJson(result.Truth?.Seed, result.Truth?.RecordedSeconds, result.NoTruthBecause),
            figures.ToDictionary(one => OnlineNames.Of(one.Score), one => ScoreJson.From(one, online)),
            CalibrationTimingJson.From(result, machine));
    }
}

/// <summary>Where true amplitudes come from.</summary>
/// <param name="Seed">Seed of the long recording.</param>
/// <param name="DurationS">Its length, s.</param>
/// <param name="Why">Why there are none; null where there are.</param>
public sealed record TruthJson(ulong? Seed, double? DurationS, string? Why);

/// <summary>How one score did.</summary>
/// <param name="Deciding">Whether it decides.</param>
/// <param name="FalsePositive">Unconnected pairs ever declared connected.</param>
/// <param name="FamilyWise">Recordings with any of them.</param>
/// <param name="FalseDiscovery">What stood as connected, and was not.</param>
/// <param name="Exc">Excitatory connections.</param>
/// <param name="Inh">Inhibitory connections.</param>
/// <param name="UnconnectedDeclaredAbsent">Unconnected pairs ever declared absent.</param>
/// <param name="Warnings">Warnings.</param>
/// <param name="Coverage">Coverage of true amplitudes; null where these are not known.</param>
/// <param name="WithinTwoStandardErrors">Whether rates are what alpha would promise; null where that cannot be said.</param>
/// <param name="Verdicts">What the correction promises, and the false positive rate, as sentences with their answers.</param>
public sealed record ScoreJson(
    bool Deciding, ClusteredRate FalsePositive, ClusteredRate FamilyWise, DiscoveryFigures FalseDiscovery, DetectionFigures Exc,
    DetectionFigures Inh, ClusteredRate UnconnectedDeclaredAbsent, WarningFigures Warnings, CoverageJson? Coverage, Verdicts WithinTwoStandardErrors,
    IReadOnlyList<string> Verdicts)
{
    internal static ScoreJson From(ScoreFigures figures, OnlineOptions online) => new(
        figures.Deciding, figures.FalsePositive, figures.FamilyWise, figures.FalseDiscovery, figures.Excitatory, figures.Inhibitory,
        figures.UnconnectedDeclaredAbsent, figures.Warnings,
        figures.Coverage is { } all ? new CoverageJson(all, figures.CoverageConnected!, figures.CoverageUnconnected!) : null,
        Calibration.Verdicts.Of(figures, online.Alpha), Calibration.Verdicts.Sentences(figures, online));
}

/// <summary>Coverage of true amplitudes.</summary>
/// <param name="All">All pairs.</param>
/// <param name="Connected">Connected pairs.</param>
/// <param name="Unconnected">Unconnected pairs.</param>
public sealed record CoverageJson(CoverageFigures All, CoverageFigures Connected, CoverageFigures Unconnected);

/// <summary>All that depends on the machine or the wall clock.</summary>
/// <param name="WallS">Wall time, s.</param>
/// <param name="Workers">Recordings that ran at once.</param>
/// <param name="Machine">The machine, in a line.</param>
public sealed record CalibrationTimingJson(double WallS, int Workers, string Machine)
{
    internal static CalibrationTimingJson From(CalibrationResult result, string machine) => new(result.Elapsed.TotalSeconds, result.Workers, machine);
}
