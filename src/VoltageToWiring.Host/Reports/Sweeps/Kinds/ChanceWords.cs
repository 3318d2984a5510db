using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>What was measured about flags, and what chance alone makes of it.</summary>
internal sealed class ChanceWords(SweptRuns runs, ChanceRun[] all, ChanceOfFlags chance)
{
    public string Text() => string.Join(" ", Sentences());

    private IEnumerable<string> Sentences()
    {
        int pairs = all.Sum(run => run.Exceedances.Count), flagged = all.Sum(run => run.Flagged(chance.Largest));
        ChanceRun worst = all.MaxBy(run => run.Flagged(chance.Largest))!;
        int most = worst.Flagged(chance.Largest), asMany = all.Count(run => run.Flagged(chance.Largest) == most);
        yield return Invariant($"Chance suffices. A pair that is not connected is flagged where at most {chance.Largest} of its {chance.Surrogates} surrogates are higher, which chance brings about in {chance.Largest + 1} of {chance.Surrogates + 1} cases ({100 * chance.Each:0.0} %).");
        yield return Invariant($"Of all {pairs} unconnected pairs {flagged} were flagged ({100.0 * flagged / pairs:0.0} %; chance: {chance.Each * pairs:0.0} pairs), and the numbers of higher surrogates are spread evenly, as the right chart shows.");
        yield return Invariant($"A run has only {chance.Pairs} such pairs, so its fraction moves in steps of one in {chance.Pairs}.");
        yield return Invariant($"The most was {most} of {chance.Pairs} ({100.0 * most / chance.Pairs:0} %), in {asMany} of {all.Length} runs; chance gives {all.Length * chance.OfAtLeast(most):0.0} runs with {most} or more.");
        yield return Invariant($"The variance of the number flagged over runs is {Variance():0.00}; if pairs of a run are flagged each by itself it is {chance.Pairs * chance.Each * (1 - chance.Each):0.00}.");
        int found = worst.ConnectedExceedances.Count(b => b == 0), connections = worst.ConnectedExceedances.Count, tied = worst.Exceedances.Count(b => b == 0);
        yield return Invariant($"The area under the ROC does not see this: in the first run with {most} flagged ({runs.Describe(worst.Row)}) {found} of {connections} connections have no higher surrogate, and {tied} of the unconnected pairs; a stricter threshold would tell nearly all apart.");
    }

    private double Variance()
    {
        double[] flagged = [.. all.Select(run => (double)run.Flagged(chance.Largest))];
        double mean = flagged.Average();
        return flagged.Length < 2 ? 0 : flagged.Sum(count => (count - mean) * (count - mean)) / (flagged.Length - 1);
    }
}
