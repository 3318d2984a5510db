using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Studies.Measuring;
using static System.FormattableString;

namespace VoltageToWiring.Host.Studies;

/// <summary>What a study found, in words.</summary>
public static class StudyWords
{
    // Tails that are nearer to each other than this are not told apart: neither are two runs of one cell, of which a single one says less.
    private const double Telling = 1.25;
    private const double TellingOfSingleRuns = 2;

    private const int FewestWaiting = 4;

    // A link that was as full as this at times may have been too small.
    private const double NearlyFull = 0.9;

    // From here on it is worth saying whether latencies stay as they are.
    private const double LongSeconds = 300;

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
            { IsComplete: false } => Invariant($"The search for {CapacityKeys.AskedOf(capacity.Largest)} was ended after {capacity.Trials.Count} trials."),
            { Found: null } => Invariant($"Not even {capacity.Trials.Min(trial => trial.Value):N0} {capacity.Unit} with {deadline}. {First(capacity)}"),
            { IsAtEnd: true } => Invariant($"At least {capacity.Found:N0} {capacity.Unit} with {deadline}{confirmed}; more were not tried."),
            _ => Invariant($"Up to {capacity.Found:N0} {capacity.Unit} with {deadline}{confirmed}. {First(capacity)}"),
        };
    }

    /// <summary>What to set, from what was measured.</summary>
    /// <param name="found">The study.</param>
    public static IEnumerable<string> Recommendations(StudyJson found)
    {
        ArgumentNullException.ThrowIfNull(found);
        CellSummary[] measured = [.. found.Cells.Where(cell => cell.Runs.Count > 0).Select(cell => new CellSummary(cell))];
        CellSummary[] kept = [.. measured.Where(cell => cell.KeepsUp)];
        // The same work done in other ways: who has less to do is done sooner anyhow.
        CellSummary[] alike = [.. kept.Where(cell => cell.HasEstimates && IsSameWork(found, measured[0].Cell, cell.Cell))];
        if (alike.MinBy(P999) is { } best)
        {
            if (alike.Length > 1)
                yield return Invariant($"Shortest at the 99.9th percentile: {CellNames.Of(found).Of(best.Cell.Values)}, {Time(P999(best))}.");
            foreach (string sentence in found.Keys.Select(key => OfKey(found, key, best)).OfType<string>().Concat(Capacities(best)))
                yield return sentence;
        }
        foreach (CellSummary cell in kept.Where(cell => cell.Cell.Runs[0].Times.RecordedS >= LongSeconds))
            yield return Course(CellNames.Of(found).Of(cell.Cell.Values), cell.Cell.Runs[0].Times);
        int silent = kept.Count(cell => !cell.HasEstimates);
        if (silent > 0)
            yield return Invariant($"{silent} of {measured.Length} cells published no estimate while they were measured, so nothing is said of their latencies.");
        int late = measured.Length - kept.Length;
        if (late > 0)
            yield return Invariant($"{late} of {measured.Length} cells did not keep up: their latencies grow for as long as they run, or frames were dropped.");
    }

    private static string Course(string cell, CellTimes times)
    {
        string Each(Func<LatencyFigures, double> figure) => string.Join(", ", times.Tenths.Where(tenth => tenth.Count > 0).Select(tenth => Time(figure(tenth))));
        return Invariant($"{cell}, in tenths of {times.RecordedS / 60:0.#} min: p50 {Each(tenth => tenth.P50S)}; p99.9 {Each(tenth => tenth.P999S)}.");
    }

    private static double P999(CellSummary cell) => cell.Of(times => times.Published.P999S).Median;

    private static bool IsOfWork(string key) => key.StartsWith("source.", StringComparison.Ordinal);

    private static bool IsSameWork(StudyJson found, MeasuredCell first, MeasuredCell cell)
        => found.Keys.Index().All(key => !IsOfWork(key.Item) || cell.Values[key.Index] == first.Values[key.Index]);

    // Of the comparisons of a key that which the best cell is part of, else the largest.
    private static string? OfKey(StudyJson found, string key, CellSummary best)
    {
        IReadOnlyList<Comparison> all = Comparison.Of(found, key);
        Comparison? comparison = all.FirstOrDefault(one => one.Cells.Any(cell => cell.Cell.Number == best.Cell.Number)) ?? all.FirstOrDefault();
        if (comparison is null)
            return null;
        (string Value, CellSummary Cell)[] told = [.. comparison.Values.Zip(comparison.Cells).Where(pair => pair.Second.HasEstimates)];
        (string Value, CellSummary Cell)[] kept = [.. told.Where(pair => pair.Cell.KeepsUp)];
        if (told.Length == 0)
            return null;
        string label = KeyLabels.Of([key])[0];
        if (IsOfWork(key))
            return Invariant($"{label}: {string.Join(", ", told.Select(pair => $"{Time(P999(pair.Cell))} with {pair.Value}"))}, at the 99.9th percentile.");
        if (kept.Length < 2)
            return kept is [var (only, _)] ? $"{label}: only {only} keeps up." : null;
        (string shortest, CellSummary first) = kept.MinBy(pair => P999(pair.Cell));
        (string longest, CellSummary last) = kept.MaxBy(pair => P999(pair.Cell));
        return AreApart(first, last)
            ? Invariant($"{label}: {shortest}, with a 99.9th percentile of {Time(P999(first))}; with {longest} it is {Time(P999(last))}.")
            : Invariant($"{label}: no difference that these runs can tell, {Time(P999(first))} to {Time(P999(last))} at the 99.9th percentile.");
    }

    private static bool AreApart(CellSummary shorter, CellSummary longer)
        => P999(longer) > (shorter.Cell.Runs.Count > 1 ? Telling : TellingOfSingleRuns) * P999(shorter) && longer.Of(times => times.Published.P999S).Least > shorter.Of(times => times.Published.P999S).Most;

    private static IEnumerable<string> Capacities(CellSummary best)
    {
        foreach (LinkTimes link in best.Cell.Runs[0].Times.Links)
        {
            int highest = best.Runs.Max(times => times.Links.First(same => same.Name == link.Name).HighWater);
            int enough = Math.Max(FewestWaiting, 2 * highest);
            yield return enough < link.Capacity
                ? Invariant($"links.capacity: {link.Name} never held more than {highest} of {link.Capacity} batches; {enough} would do.")
                : Invariant($"links.capacity: {link.Name} held up to {highest} of {link.Capacity} batches; {(highest >= NearlyFull * link.Capacity ? "raise" : "leave")} it.");
        }
    }

    private static string First(FoundCapacity capacity) => capacity.Bottleneck.Length == 0 ? "" : $"What gives way first is {capacity.Bottleneck}.";
}
