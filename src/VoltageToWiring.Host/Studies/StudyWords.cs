using VoltageToWiring.Host.Studies.Measuring;
using static System.FormattableString;

namespace VoltageToWiring.Host.Studies;

/// <summary>What a study found, in words.</summary>
public static class StudyWords
{
    /// <summary>A duration for a reader.</summary>
    /// <param name="seconds">The duration, s.</param>
    public static string Time(double seconds) => Bottleneck.Time(seconds);

    /// <summary>The result of a search.</summary>
    /// <param name="capacity">The result.</param>
    public static string Of(FoundCapacity capacity)
    {
        ArgumentNullException.ThrowIfNull(capacity);
        string deadline = Invariant($"{capacity.Percentile:0.##} % of estimates no later than {capacity.Deadline}");
        string confirmed = capacity.Found is { } value ? Invariant($" ({capacity.Trials.Count(trial => trial.Value == value && trial.Keeps)} runs)") : "";
        return capacity switch
        {
            { Found: null } => Invariant($"Not even {capacity.Trials.Min(trial => trial.Value)} {capacity.Unit} with {deadline}. {First(capacity)}"),
            { IsAtEnd: true } => Invariant($"At least {capacity.Found} {capacity.Unit} with {deadline}{confirmed}; more were not tried."),
            _ => Invariant($"Up to {capacity.Found} {capacity.Unit} with {deadline}{confirmed}. {First(capacity)}"),
        };
    }

    /// <summary>What to set, from what was measured.</summary>
    /// <param name="found">The study.</param>
    public static IEnumerable<string> Recommendations(StudyJson found)
    {
        ArgumentNullException.ThrowIfNull(found);
        (MeasuredCell Cell, double P999S)[] kept =
        [
            .. found.Cells.Where(cell => cell.Runs.Count > 0 && cell.Runs.All(run => run.Times is { FramesDropped: 0, RealTimeFactor: > 0.995 }))
                .Select(cell => (cell, cell.Runs.Max(run => run.Times.Published.P999S))),
        ];
        if (kept.Length == 0)
            yield break;
        (MeasuredCell best, double p999) = kept.MinBy(cell => cell.P999S);
        if (kept.Length > 1)
            yield return Invariant($"Shortest at the 99.9th percentile: {best.Description}, {Time(p999)}.");
        foreach (LinkTimes link in best.Runs[0].Times.Links.Where(link => link.HighWater > 0))
        {
            int highest = best.Runs.Max(run => run.Times.Links.First(same => same.Name == link.Name).HighWater);
            if (2 * highest < link.Capacity)
                yield return Invariant($"There {link.Name} never held more than {highest} of {link.Capacity} batches; a capacity of {Math.Max(4, 2 * highest)} would do.");
        }
        int late = found.Cells.Count(cell => cell.Runs.Any(run => run.Times.RealTimeFactor <= 0.995));
        if (late > 0)
            yield return Invariant($"{late} of {found.Cells.Count} cells did not keep up: their latencies grow for as long as they run.");
    }

    private static string First(FoundCapacity capacity) => capacity.Bottleneck.Length == 0 ? "" : $"What gives way first is {capacity.Bottleneck}.";
}
