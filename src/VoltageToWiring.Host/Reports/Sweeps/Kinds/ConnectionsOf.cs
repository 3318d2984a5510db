using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports.Sections;
using VoltageToWiring.Host.Sweeps;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>The table of connections of one cell.</summary>
internal sealed record ConnectionsOf : SweepFigure
{
    /// <summary>The cell.</summary>
    [Key("which cell. Default: the first")]
    public CellChoice Run { get; init; } = CellChoice.First;

    /// <inheritdoc/>
    public override string OwnTitle => "Connections of one run";

    /// <inheritdoc/>
    public override void Check(FigureSettings settings) => settings.RequireCells("run", Run);

    /// <inheritdoc/>
    public override async Task<ReportFigure> OfAsync(SweptRuns runs, string name)
    {
        RunsRow row = runs.Find(Run);
        RunFolder folder = runs.FolderOf(row);
        RunPairs pairs = await RunPairs.ReadAsync(folder).ConfigureAwait(false);
        if (pairs.All.Count == 0)
            throw new LeftOutException("Nothing was inferred in that run.");
        return new ReportFigure(Title ?? OwnTitle, Invariant($"The run with {runs.Describe(row)}."), null)
        {
            Table = ConnectionsSection.TableOf(folder.Results, pairs),
        };
    }
}
