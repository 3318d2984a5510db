using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sweeps;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>A figure, or a table, of one cell.</summary>
internal abstract record OfOneCell : SweepFigure
{
    /// <summary>The cell.</summary>
    [Key("which cell. Default: the first")]
    public CellChoice Run { get; init; } = CellChoice.First;

    /// <inheritdoc/>
    public override IReadOnlyList<CellChoice> Choices => [Run];

    /// <inheritdoc/>
    public override void Check(FigureSettings settings) => settings.RequireCells("run", Choices);

    /// <summary>What the cell left.</summary>
    /// <param name="runs">The finished cells.</param>
    /// <returns>Its folder, its pairs, and a sentence that says which it is.</returns>
    /// <exception cref="LeftOutException">It is not finished.</exception>
    protected async Task<(RunFolder Folder, RunPairs Pairs, string Which)> ReadAsync(SweptRuns runs)
    {
        RunsRow row = runs.Find(Run);
        RunFolder folder = runs.FolderOf(row);
        return (folder, await RunPairs.ReadAsync(folder).ConfigureAwait(false), Invariant($"The run with {runs.Describe(row)}."));
    }
}

/// <summary>A figure of several cells on the same axes.</summary>
internal abstract record OfSeveralCells : SweepFigure
{
    /// <summary>The cells.</summary>
    [Key("which cells. Default: the first")]
    public CellChoices Runs { get; init; } = CellChoices.First;

    /// <inheritdoc/>
    public override IReadOnlyList<CellChoice> Choices => Runs.Cells;

    /// <inheritdoc/>
    public override void Check(FigureSettings settings) => settings.RequireCells("runs", Choices);

    /// <summary>The cells.</summary>
    /// <param name="runs">The finished cells.</param>
    /// <exception cref="LeftOutException">One of them is not finished.</exception>
    protected RunsRow[] RowsOf(SweptRuns runs) => [.. Runs.Cells.Select(runs.Find)];
}
