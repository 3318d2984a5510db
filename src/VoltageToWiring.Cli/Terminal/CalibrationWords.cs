using System.Globalization;
using VoltageToWiring.Host.Calibration;
using VoltageToWiring.Numerics.Evaluation;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>Figures of a calibration in a few characters.</summary>
internal static class CalibrationWords
{
    /// <summary>Such as <c>4.2 ± 0.3 %</c>: the rate and its standard error.</summary>
    public static string Percent(ClusteredRate? rate) => rate switch
    {
        { Rate: { } value, StandardError: { } error } => string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0#} ± {100 * error:0.0#} %"),
        { Rate: { } value } => string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0#} %"),
        _ => "–",
    };

    /// <summary>A time, s; a dash where it is infinite or there is none.</summary>
    public static string Seconds(double? seconds)
        => seconds is { } s && double.IsFinite(s) ? string.Create(CultureInfo.InvariantCulture, $"{s:0.0}") : "–";

    /// <summary>What will run, in a line.</summary>
    public static string Beginning(CalibrationPlan plan, int workers)
    {
        string truth = plan.Truth is { } one ? $" and one of {one.File.Source.Simulate!.Duration} for the true amplitudes" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.First.File.Name}: {plan.Recordings} recordings of {plan.First.File.Source.Simulate!.Duration}, seeds from {plan.SeedOf(0)}{truth}, {workers} at once");
    }

    /// <summary>The deciding score's figures so far, in a line.</summary>
    public static string SoFar(CalibrationProgress progress, int recordings)
    {
        string counts = string.Create(CultureInfo.InvariantCulture, $"{progress.Outcomes.Count} of {recordings} recordings");
        string failed = progress.Faults == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {progress.Faults} failed");
        return progress.Outcomes.Count == 0 ? counts + failed : $"{counts}{failed}; {Figures(progress.Outcomes)}";
    }

    private static string Figures(IReadOnlyList<RecordingOutcome> outcomes)
    {
        PairOutcome[][] pairs = [.. outcomes.Select(outcome => outcome.Pairs.Where(pair => pair.Deciding).ToArray())];
        ClusteredRate falsePositive = ClusteredRate.Of(pairs, pair => pair.Truth == TrueConnection.None, pair => pair.WasDeclared);
        string Median(TrueConnection kind) => Seconds(DetectionTimes.Quantile(
            [.. pairs.SelectMany(own => own).Where(pair => pair.Truth == kind).Select(pair => pair.DetectedAtSeconds).Order()], 50));
        return $"false positives {Percent(falsePositive)}; median time to detection, s: {Median(TrueConnection.Excitatory)} exc, {Median(TrueConnection.Inhibitory)} inh";
    }
}
