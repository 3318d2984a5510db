using VoltageToWiring.Figures;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>
/// Why one look flags so many unconnected pairs of some run: how many it flags in each run, and how surrogates rank the pairs, beside chance.
/// </summary>
/// <remarks>
/// Of an unconnected pair the real train is as good as any of its S surrogates, so the number b of surrogates that are higher is 0, 1, …, S with
/// equal chance 1/(S + 1), whatever the voltage does. p = max(b, 1)/S ≤ 0.05 flags the pairs with b ≤ 5 of 100: 6 of 101.
/// </remarks>
internal sealed record FlaggedByChance : SweepFigure
{
    /// <inheritdoc/>
    public override string OwnTitle => "Why a single run flags so many unconnected pairs";

    /// <inheritdoc/>
    public override void Check(FigureSettings settings)
    {
    }

    /// <inheritdoc/>
    public override Task<ReportFigure> OfAsync(SweptRuns runs, string name)
    {
        ChanceRun[] all = [.. runs.Table.Rows.Select(row => RunOf(runs.FolderOf(row), row)).Where(run => run.Exceedances.Count > 0)];
        if (all.Length == 0)
            throw new LeftOutException("No run has unconnected pairs that the one-look test judged (inference.sta.scheme).");
        if (all.Any(run => run.Exceedances.Count != all[0].Exceedances.Count || run.Surrogates != all[0].Surrogates))
            throw new LeftOutException("The runs differ in their numbers of unconnected pairs or surrogates.");
        int pairs = all[0].Exceedances.Count, surrogates = all[0].Surrogates;
        var chance = new ChanceOfFlags(pairs, surrogates, StaEvaluation.ReferenceThreshold);
        var figure = new FlagCounts
        {
            Pairs = pairs,
            Runs = [.. Enumerable.Range(0, pairs + 1).Select(flagged => all.Count(run => run.Flagged(chance.Largest) == flagged))],
            Expected = [.. Enumerable.Range(0, pairs + 1).Select(flagged => all.Length * chance.Of(flagged))],
            Surrogates = surrogates,
            LargestFlagged = chance.Largest,
            Exceedances = [.. all.SelectMany(run => run.Exceedances)],
        };
        return Task.FromResult(Drawn(new ChanceWords(runs, all, chance).Text(), FlagCountsFigure.Of(name, figure)));
    }

    private static ChanceRun RunOf(RunFolder folder, RunsRow row)
    {
        StaJson[] tested = [.. (folder.Results.Connections ?? []).Where(pair => pair is { Truth: "none", Sta.Exceedances: not null }).Select(pair => pair.Sta)];
        int[] connected = [.. (folder.Results.Connections ?? []).Where(pair => pair.Truth != "none").Select(pair => pair.Sta.Exceedances).OfType<int>()];
        return new ChanceRun(row, [.. tested.Select(sta => sta.Exceedances!.Value)], connected, tested is [{ Surrogates: { } surrogates }, ..] ? surrogates : 0);
    }
}

/// <summary>How surrogates rank the pairs of one run.</summary>
/// <param name="Row">The run.</param>
/// <param name="Exceedances">b of each unconnected pair.</param>
/// <param name="ConnectedExceedances">b of each connection.</param>
/// <param name="Surrogates">S.</param>
internal sealed record ChanceRun(RunsRow Row, IReadOnlyList<int> Exceedances, IReadOnlyList<int> ConnectedExceedances, int Surrogates)
{
    /// <summary>How many unconnected pairs are flagged.</summary>
    /// <param name="largest">The largest b that flags.</param>
    public int Flagged(int largest) => Exceedances.Count(b => b <= largest);
}
