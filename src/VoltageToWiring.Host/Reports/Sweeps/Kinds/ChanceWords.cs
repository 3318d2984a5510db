using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>What was measured about flags, and what chance alone makes of it.</summary>
internal sealed class ChanceWords(SweptRuns runs, ChanceRun[] all, ChanceOfFlags chance)
{
    // Of runs that chance gives at least one is to be expected, or nearly.
    private const double EnoughRuns = 0.5;

    public string Text() => string.Join(" ", Sentences());

    private IEnumerable<string> Sentences()
    {
        int pairs = all.Sum(run => run.Exceedances.Count), flagged = all.Sum(run => run.Flagged(chance.Largest));
        ChanceRun worst = all.MaxBy(run => run.Flagged(chance.Largest))!;
        int most = worst.Flagged(chance.Largest), asMany = all.Count(run => run.Flagged(chance.Largest) == most);
        yield return all.Length * chance.OfAtLeast(most) >= EnoughRuns ? "Chance alone is enough." : "Chance alone does not explain it.";
        yield return Invariant($"A pair that is not connected is flagged where at most {chance.Largest} of its {chance.Surrogates} surrogates are higher, which chance brings about in {chance.Largest + 1} of {chance.Surrogates + 1} cases ({100 * chance.Each:0.0} %).");
        yield return Invariant($"Of all {pairs} unconnected pairs {flagged} were flagged ({100.0 * flagged / pairs:0.0} %; chance: {chance.Each * pairs:0.0} pairs), where chance spreads the numbers of higher surrogates evenly (right chart).");
        yield return Invariant($"A run has only {chance.Pairs} such pairs, so its fraction moves in steps of one in {chance.Pairs}.");
        yield return Invariant($"The most was {most} of {chance.Pairs} ({100.0 * most / chance.Pairs:0} %), in {asMany} of {all.Length} runs; chance gives {all.Length * chance.OfAtLeast(most):0.0} runs with {most} or more.");
        yield return Invariant($"The variance of the number flagged over runs is {Variance():0.00}; if pairs of a run are flagged each by itself it is {chance.Pairs * chance.Each * (1 - chance.Each):0.00}.");
        if (Correlation() is { } correlation)
            yield return Invariant($"Runs of one seed are not independent of each other: the correlation of a pair's higher surrogates between two of them is {correlation:0.00}.");
        ChanceRun[] perfect = [.. all.Where(run => run.Row.Figure("evaluation.sta.auc") == 1)];
        if (perfect.Length > 0)
            yield return Invariant($"An area under the ROC of 1 does not speak against it: in {perfect.Length} runs with that area up to {perfect.Max(run => run.Flagged(chance.Largest))} of {chance.Pairs} were flagged, because every connection has a smaller p than any unconnected pair, while the threshold lies above some of these, too.");
    }

    /// <summary>Of b of the same pair in two runs of one seed; null where no seed has two runs.</summary>
    private double? Correlation()
    {
        if (!runs.Results.Keys.Contains("seed"))
            return null;
        (double A, double B)[] pairs =
        [
            .. all.GroupBy(run => runs.ValueOf(run.Row, "seed")).SelectMany(seed => seed.Index().SelectMany(
                one => seed.Skip(one.Index + 1).SelectMany(other => one.Item.Exceedances.Zip(other.Exceedances, (a, b) => ((double)a, (double)b))))),
        ];
        if (pairs.Length < 2)
            return null;
        double a = pairs.Average(pair => pair.A), b = pairs.Average(pair => pair.B);
        double both = pairs.Sum(pair => (pair.A - a) * (pair.B - b));
        return both / Math.Sqrt(pairs.Sum(pair => (pair.A - a) * (pair.A - a)) * pairs.Sum(pair => (pair.B - b) * (pair.B - b)));
    }

    private double Variance()
    {
        double[] flagged = [.. all.Select(run => (double)run.Flagged(chance.Largest))];
        double mean = flagged.Average();
        return flagged.Length < 2 ? 0 : flagged.Sum(count => (count - mean) * (count - mean)) / (flagged.Length - 1);
    }
}
