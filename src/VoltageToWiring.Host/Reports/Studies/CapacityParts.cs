using VoltageToWiring.Figures;
using VoltageToWiring.Host.Studies;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>The trials of every search.</summary>
internal static class CapacityParts
{
    public static IEnumerable<ReportFigure> Of(StudyFolder folder)
        => folder.Found.Capacity.Select((capacity, at) => OfOne(capacity, at + 1));

    private static ReportFigure OfOne(FoundCapacity capacity, int number)
    {
        string title = Sentence(CapacityKeys.AskedOf(capacity.Largest));
        LoadTrial[] trials =
        [
            .. capacity.Trials.Where(trial => trial.Fault is null && trial.LatencyS > 0)
                .Select(trial => new LoadTrial(trial.Value, 1e3 * trial.LatencyS, 1e3 * trial.DeadlineS, trial.Keeps, trial.IsDisturbed)),
        ];
        return trials.Length == 0
            ? ReportFigure.LeftOut(title, "No trial published an estimate.")
            : new ReportFigure(
                title, StudyWords.Of(capacity),
                CapacityFigure.Of(
                    Invariant($"capacity-{number}"), $"Latency of every trial against the number of {capacity.Unit}, with the deadline.",
                    capacity.Unit == "Hz" ? "frame rate (Hz)" : capacity.Unit, Invariant($"latency, p{capacity.Percentile:0.##} (ms)"), trials),
                DependsOnTheClock: true);
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
