using VoltageToWiring.Figures;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports.Parts;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sweeps;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>Membrane voltage and recorded voltage of some cells on the same axes. Both are simulated again, from the cell's seed.</summary>
internal sealed record VoltageOf : OfSeveralCells
{
    /// <summary>Where it begins.</summary>
    [Key("where the excerpt begins", Min = 0, Max = 3.6e6, Limits = "within the recording")]
    [Measures(Dimension.Time)]
    public required Quantity From { get; init; }

    /// <summary>How long it is.</summary>
    [Key("how long it lasts", Min = 0, AboveMin = true, Max = 60, Limits = "above 0 and at most 60 s")]
    [Measures(Dimension.Time)]
    public required Quantity For { get; init; }

    /// <inheritdoc/>
    public override string OwnTitle => Invariant($"{For.Si:0.###} s of voltage");

    /// <inheritdoc/>
    public override async Task<ReportFigure> OfAsync(SweptRuns runs, string name)
    {
        RunsRow[] rows = RowsOf(runs);
        string unit = runs.FolderOf(rows[0]).Results.AmplitudeUnit;
        VoltageExcerpt[] excerpts = await Task.WhenAll(rows.Select(row => ExcerptAsync(runs, row, runs.Describe(row, rows)))).ConfigureAwait(false);
        if (excerpts.Any(excerpt => excerpt.Membrane.Count != excerpts[0].Membrane.Count))
            throw new LeftOutException("The runs have different frame rates, so they do not share a time axis.");
        return Drawn(
            "The neuron's voltage before the noise of the camera, its median over this excerpt, and behind it what was recorded of it; target 0. "
            + "Simulated again from the seed of the run.",
            VoltageFigure.Of(name, excerpts, ShownUnit.Of(unit).Name));
    }

    private async Task<VoltageExcerpt> ExcerptAsync(SweptRuns runs, RunsRow row, string title)
    {
        RunFolder folder = runs.FolderOf(row);
        ShownUnit unit = ShownUnit.Of(folder.Results.AmplitudeUnit);
        ResolvedPipeline pipeline = folder.Resolved;
        if (From.Si + For.Si > folder.Results.DurationS)
            throw new LeftOutException(Invariant($"The recording of {folder.Results.DurationS} s ends before {From} and {For} are over."));
        double[] membrane = unit.Of(await SimulatedTrace.OfAsync(pipeline, From.Si, For.Si, noise: false).ConfigureAwait(false));
        double[] recorded = unit.Of(await SimulatedTrace.OfAsync(pipeline, From.Si, For.Si, noise: true).ConfigureAwait(false));
        double period = pipeline.Simulation.FrameClock.PeriodSeconds;
        return new VoltageExcerpt(
            title, From.Si, period, recorded, membrane, Median.Of([.. membrane.Where(double.IsFinite)]) ?? double.NaN);
    }
}
