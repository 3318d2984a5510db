using VoltageToWiring.Host.Reports.Parts;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>Found against falsely flagged pairs of one cell.</summary>
internal sealed record RocOf : OfOneCell
{
    /// <inheritdoc/>
    public override string OwnTitle => "ROC of one run";

    /// <inheritdoc/>
    public override async Task<ReportFigure> OfAsync(SweptRuns runs, string name)
    {
        (RunFolder folder, RunPairs pairs, string which) = await ReadAsync(runs).ConfigureAwait(false);
        ReportFigure roc = RocPart.Of(folder, pairs);
        return roc.Figure is { } figure
            ? Drawn($"{roc.Caption} {which}", figure with { Name = name })
            : throw new LeftOutException(roc.Caption);
    }
}
