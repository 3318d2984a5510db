using System.Globalization;
using VoltageToWiring.Host.Calibration;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>The figures of a calibration as a table for each score. Rates stand with their standard errors, clustered by recording.</summary>
internal static class CalibrationText
{
    private const int LabelCells = 44;

    public static void Write(CalibrationResult result, IReadOnlyList<ScoreFigures> figures, TextWriter to)
    {
        OnlineOptions online = result.Plan.First.Resolved.Online!;
        foreach (ScoreFigures score in figures)
        {
            to.WriteLine();
            to.WriteLine(Heading(score, online));
            foreach ((string label, string value) in Rows(score))
                to.WriteLine($"  {label.PadRight(LabelCells)}{value}");
            foreach (string verdict in Verdicts.Sentences(score, online))
                to.WriteLine($"  {verdict}");
        }
        if (figures.Count > 0)
            to.WriteLine();
        if (result.NoTruthBecause is { } why)
            to.WriteLine(why);
        else if (result.Truth is { } truth)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Coverage is of the amplitudes in {truth.RecordedSeconds:0.###} s of recording with seed {truth.Seed}."));
    }

    private static string Heading(ScoreFigures score, OnlineOptions online)
    {
        string role = score.Deciding ? OnlineWords.Rule(online) : $"{OnlineNames.Of(score.Score)} score beside it";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{role}: {score.Recordings} recordings, {score.FalsePositive.Whole:0} unconnected pairs, {score.Excitatory.Connections} excitatory and {score.Inhibitory.Connections} inhibitory connections");
    }

    private static IEnumerable<(string Label, string Value)> Rows(ScoreFigures score)
    {
        yield return ("false positives, watched", CalibrationWords.Percent(score.FalsePositive));
        yield return ("  without a warning about the data", CalibrationWords.Percent(score.Warnings.FalsePositiveWithoutWarning));
        yield return ("recordings with any false positive", CalibrationWords.Percent(score.FamilyWise));
        yield return ("false discovery rate at the end", CalibrationWords.Percent(score.FalseDiscovery.AtEnd));
        string at = score.FalseDiscovery.AtWorst.Rate > 0 ? $" at {CalibrationWords.Seconds(score.FalseDiscovery.WorstAtS)} s" : "";
        yield return ("  largest mean of any report", CalibrationWords.Percent(score.FalseDiscovery.AtWorst) + at);
        foreach ((string kind, DetectionFigures found) in new[] { ("exc", score.Excitatory), ("inh", score.Inhibitory) })
        {
            yield return ($"{kind} found, s: 10, 25, 50, 75, 90 %", Times(found));
            yield return ($"{kind} found by 60 s, by 300 s, at all", string.Join(", ", Shares(found)));
            yield return ($"{kind} declared with the wrong sign, absent", $"{CalibrationWords.Percent(found.WrongSign)}, {CalibrationWords.Percent(found.DeclaredAbsent)}");
        }
        yield return ("unconnected declared absent", CalibrationWords.Percent(score.UnconnectedDeclaredAbsent));
        foreach ((string warning, ClusteredRate share) in score.Warnings.Shares.Where(one => one.Value.Part > 0))
            yield return ($"unconnected with the warning {warning.Replace('_', '-')}", CalibrationWords.Percent(share));
        if (score.Coverage is not { } coverage)
            yield break;
        yield return ("anytime interval covers always, at the end", $"{CalibrationWords.Percent(coverage.AnytimeAlways)}, {CalibrationWords.Percent(coverage.AnytimeAtEnd)}");
        yield return ("  connected pairs", $"{CalibrationWords.Percent(score.CoverageConnected!.AnytimeAlways)}, {CalibrationWords.Percent(score.CoverageConnected.AnytimeAtEnd)}");
        yield return ("fixed interval covers at the end, always", $"{CalibrationWords.Percent(coverage.FixedAtEnd)}, {CalibrationWords.Percent(coverage.FixedAlways)}");
        yield return ("  connected pairs", $"{CalibrationWords.Percent(score.CoverageConnected.FixedAtEnd)}, {CalibrationWords.Percent(score.CoverageConnected.FixedAlways)}");
    }

    private static string Times(DetectionFigures found)
    {
        string error = found.MedianStandardErrorS is { } se ? string.Create(CultureInfo.InvariantCulture, $" ± {se:0.0#}") : "";
        return $"{CalibrationWords.Seconds(found.P10S)}, {CalibrationWords.Seconds(found.P25S)}, {CalibrationWords.Seconds(found.MedianS)}{error}, "
            + $"{CalibrationWords.Seconds(found.P75S)}, {CalibrationWords.Seconds(found.P90S)}";
    }

    private static IEnumerable<string> Shares(DetectionFigures found)
        => new[] { found.FoundBy60S, found.FoundBy300S, found.FoundByEnd }.Select(CalibrationWords.Percent);
}
