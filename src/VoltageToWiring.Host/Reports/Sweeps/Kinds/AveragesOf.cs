using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Style;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.Reports.Parts;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>Averages of one excitatory and one inhibitory connection of some cells, on the same axes.</summary>
internal sealed record AveragesOf : OfSeveralCells
{
    private const float ChartHeight = 120;

    /// <inheritdoc/>
    public override string OwnTitle => "Spike-triggered averages of one excitatory and one inhibitory connection";

    /// <inheritdoc/>
    public override KeptFiles Needs => KeptFiles.Nothing with { Averages = true };

    /// <inheritdoc/>
    public override async Task<ReportFigure> OfAsync(SweptRuns runs, string name)
    {
        var traces = new List<AverageTrace>();
        RunsRow[] rows = RowsOf(runs);
        RunPairs[] pairs = await Task.WhenAll(rows.Select(row => RunPairs.ReadAsync(runs.FolderOf(row)))).ConfigureAwait(false);
        foreach (ConnectionKind kind in new[] { ConnectionKind.Excitatory, ConnectionKind.Inhibitory })
        {
            for (int i = 0; i < rows.Length; i++)
                traces.Add(Trace(runs, rows[i], pairs[i], kind, runs.Describe(rows[i], rows)));
        }
        RunFolder first = runs.FolderOf(rows[0]);
        string unit = ShownUnit.Of(first.Results.AmplitudeUnit).Name;
        bool anyBand = traces.Exists(trace => trace.BandLow.Count > 0);
        Figure figure = AveragesFigure.Of(
            traces, 1e3 * first.Resolved.Recording.FrameClock.PeriodSeconds, unit, "95 % of surrogate averages", rows.Length, ChartHeight);
        return Drawn(
            "Above the first excitatory, below the first inhibitory connection of each run, less the level of the surrogates."
            + (anyBand ? " The band holds 95 % of the averages of surrogate trains." : ""),
            figure with { Name = name });
    }

    private static AverageTrace Trace(SweptRuns runs, RunsRow row, RunPairs pairs, ConnectionKind kind, string title)
    {
        RunFolder folder = runs.FolderOf(row);
        ReportedPair pair = pairs.All.FirstOrDefault(pair => pair.Kind == kind)
            ?? throw new LeftOutException($"There is no {KindStyle.NameOf(kind)} connection in the run with {runs.Describe(row)}.");
        AverageTrace trace = AveragesPart.TraceOf(folder, pairs, pair)
            ?? throw new LeftOutException($"There are no averages of the run with {runs.Describe(row)}; in the experiment, keep: [averages] keeps them.");
        return trace with { Title = title };
    }
}
