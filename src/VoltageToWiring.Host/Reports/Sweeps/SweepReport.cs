using System.Xml.Linq;
using VoltageToWiring.Files;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Sweeps;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>The report of a sweep: the figures that its experiment asks for, statistics over cells, and all that it takes to run it again.</summary>
/// <remarks>Made from the folder of the sweep alone, as <see cref="RunReport"/> is from that of a run, and with the same place for what depends on the clock.</remarks>
public sealed class SweepReport : Report
{
    private readonly SweepResults _results;
    private readonly IReadOnlyList<XElement> _sections;

    private SweepReport(SweepResults results, IReadOnlyList<XElement> sections, IReadOnlyList<DrawnFigure> figures)
        : base(figures)
    {
        _results = results;
        _sections = sections;
    }

    /// <summary>Reads what a report of a sweep needs, and draws its figures.</summary>
    /// <param name="results">The sweep.</param>
    /// <param name="cancellation">Ends it; nothing was written.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static async Task<SweepReport> OfAsync(SweepResults results, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        RunsTable table = RunsTable.Of(results);
        SweepSummary summary = SweepSummary.Of(results, table);
        var runs = new SweptRuns(results, table, cancellation);
        IReadOnlyList<DrawnFigure> figures = await DrawnFigure.AllAsync(
            Requests(results, summary).Select((request, at) => (Func<Task<IEnumerable<ReportFigure>>>)(async () => [await OfAsync(request, at, runs).ConfigureAwait(false)])),
            cancellation).ConfigureAwait(false);
        return new SweepReport(
            results,
            [
                SweepSummarySection.Of(results, summary), SweepBooksSection.Of(table),
                ReportPage.Section("figures", "Figures", figures.Count == 0 ? Html.E("p", "The experiment asks for none.") : ReportPage.Figures(figures)),
                StatisticsSection.Of(summary), SweepRerunSection.Of(results), SweepTimingSection.Of(results),
            ],
            figures);
    }

    /// <inheritdoc/>
    public override string ToHtml() => ReportPage.Of(
        _results.Experiment, Invariant($"A sweep of v2w {ShortVersion(_results.Version)}, {_results.Cells.Count} cells."), Sections());

    private IEnumerable<XNode> Sections()
    {
        foreach (XElement section in _sections.SkipLast(1))
            yield return section;
        yield return new XComment(" timing ");
        yield return _sections[^1];
        yield return new XComment(" /timing ");
    }

    // Where an experiment asks for none, what it summarizes is drawn against the first key.
    private static IReadOnlyList<FigureRequest> Requests(SweepResults results, SweepSummary summary)
    {
        const int Most = 6;
        return results.Figures.Count > 0 || summary.Keys.Count == 0
            ? results.Figures
            :
            [
                .. summary.Fields.Take(Most).Select(field => new FigureRequest(
                    "statistic-against", new System.Text.Json.Nodes.JsonObject { ["x"] = summary.Keys[0], ["y"] = new System.Text.Json.Nodes.JsonArray(field) })),
            ];
    }

    private static async Task<ReportFigure> OfAsync(FigureRequest request, int at, SweptRuns runs)
    {
        string title = request.Name;
        try
        {
            SweepFigure figure = SweepFigures.Of(request);
            title = figure.Title ?? figure.OwnTitle;
            return runs.Table.Rows.Count == 0
                ? ReportFigure.LeftOut(title, "No cell is finished.")
                : await figure.OfAsync(runs, Invariant($"{request.Name}-{at + 1}")).ConfigureAwait(false);
        }
        catch (LeftOutException reason)
        {
            return ReportFigure.LeftOut(title, reason.Message);
        }
        catch (Exception damage) when (damage is PipelineException or FileFormatException or IOException)
        {
            return ReportFigure.LeftOut(title, damage.Message);
        }
    }
}
