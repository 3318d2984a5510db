using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports.Parts;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>Found against falsely flagged pairs of one cell.</summary>
internal sealed record RocOf : SweepFigure
{
    /// <summary>The cell.</summary>
    [Key("which cell. Default: the first")]
    public CellChoice Run { get; init; } = CellChoice.First;

    /// <inheritdoc/>
    public override string OwnTitle => "ROC of one run";

    /// <inheritdoc/>
    public override void Check(FigureSettings settings) => settings.RequireCells("run", Run);

    /// <inheritdoc/>
    public override async Task<ReportFigure> OfAsync(SweptRuns runs, string name)
    {
        RunsRow row = runs.Find(Run);
        RunFolder folder = runs.FolderOf(row);
        ReportFigure roc = RocPart.Of(folder, await RunPairs.ReadAsync(folder).ConfigureAwait(false));
        return roc.Figure is { } figure
            ? Drawn($"{roc.Caption} The run with {runs.Describe(row)}.", figure with { Name = name })
            : throw new LeftOutException(roc.Caption);
    }
}
