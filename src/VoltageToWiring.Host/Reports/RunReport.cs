using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Reports.Sections;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports;

/// <summary>The report of one run: what was found and how, in words, figures and tables, as a page that needs nothing but itself.</summary>
/// <remarks>
/// Everything is read from the results folder, so that the same page comes out whenever it is written. What depends on the machine, the wall
/// clock or how the work was shared stands between <c>&lt;!-- timing --&gt;</c> and <c>&lt;!-- /timing --&gt;</c>; the rest is the same bytes
/// for the same recording.
/// </remarks>
public sealed class RunReport : Report
{
    // The drawing library, its code, a font, and figures of a run of few pairs.
    private const double DrawingBytes = 23 << 20;

    // Columns of the table of connections and what is sorted, where there are many.
    private const double BytesOfRow = 300;

    private readonly RunFolder _folder;
    private readonly Words _words;

    private RunReport(RunFolder folder, Words words, IReadOnlyList<DrawnFigure> figures)
        : base(figures)
    {
        _folder = folder;
        _words = words;
    }

    /// <summary>Bytes that making one takes.</summary>
    /// <param name="rows">Rows of the table of connections.</param>
    internal static double BytesOf(double rows) => DrawingBytes + rows * BytesOfRow;

    /// <summary>Reads what a report of a run needs, and draws its figures.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="Files.FileFormatException">A file of the folder is damaged.</exception>
    public static async Task<RunReport> OfAsync(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        RunPairs pairs = await RunPairs.ReadAsync(folder).ConfigureAwait(false);
        Task<IReadOnlyList<DrawnFigure>> figures = DrawnFigure.AllAsync(RunFigures.Of(folder, pairs));
        var words = new Words(
            SummarySection.Of(folder, pairs), LedgerSection.Of(folder.Results.Ledger), ConnectionsSection.Of(folder, pairs), RerunSection.Of(folder));
        return new RunReport(folder, words, await figures.ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public override string ToHtml() => ReportPage.Of(
        _folder.Results.Pipeline, Invariant($"Who is connected to whom: a run of v2w {ShortVersion(_folder.Results.Version)}, seed {_folder.Results.Seed}."), Sections());

    private IEnumerable<XNode> Sections()
    {
        yield return _words.Summary;
        yield return _words.Ledger;
        yield return ReportPage.Section("figures", "Figures", ReportPage.Figures([.. Drawings.Where(figure => !figure.Part.DependsOnTheClock)]));
        yield return _words.Connections;
        yield return _words.Rerun;
        yield return new XComment(" timing ");
        yield return TimingSection.Of(_folder, [.. Drawings.Where(figure => figure.Part.DependsOnTheClock)]);
        yield return new XComment(" /timing ");
    }

    // What is written while figures are drawn.
    private sealed record Words(XElement Summary, XElement Ledger, XElement Connections, XElement Rerun);
}
