using VoltageToWiring.Host.Reports.Sections;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>The table of connections of one cell.</summary>
internal sealed record ConnectionsOf : OfOneCell
{
    /// <inheritdoc/>
    public override string OwnTitle => "Connections of one run";

    /// <inheritdoc/>
    public override async Task<ReportFigure> OfAsync(SweptRuns runs, string name)
    {
        (RunFolder folder, RunPairs pairs, string which) = await ReadAsync(runs).ConfigureAwait(false);
        if (pairs.All.Count == 0)
            throw new LeftOutException("Nothing was inferred in that run.");
        return new ReportFigure(Title ?? OwnTitle, which, null)
        {
            Table = ConnectionsSection.TableOf(folder.Results, pairs),
        };
    }
}
