using System.Text;
using System.Xml.Linq;
using VoltageToWiring.Figures.Output;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Reports.Sections;
using VoltageToWiring.Host.Results;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports;

/// <summary>The report of one run: what was found and how, in words, figures and tables, as a page that needs nothing but itself.</summary>
/// <remarks>
/// Everything is read from the results folder, so that the same page comes out whenever it is written. What depends on the machine, the wall
/// clock or how the work was shared stands between <c>&lt;!-- timing --&gt;</c> and <c>&lt;!-- /timing --&gt;</c>; the rest is the same bytes
/// for the same recording.
/// </remarks>
public sealed class RunReport
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "report.html";

    // The drawing library, its code, a font, and figures of a run of few pairs.
    private const double DrawingBytes = 23 << 20;

    // Columns of the table of connections and what is sorted, where there are many.
    private const double BytesOfRow = 300;

    private readonly RunFolder _folder;
    private readonly Words _words;

    private readonly IReadOnlyList<DrawnFigure> _figures;

    private RunReport(RunFolder folder, Words words, IReadOnlyList<DrawnFigure> figures)
    {
        _folder = folder;
        _words = words;
        _figures = figures;
    }

    /// <summary>The figures, in the order in which they are read.</summary>
    public IEnumerable<ReportFigure> Figures => _figures.Select(figure => figure.Part);

    /// <summary>Bytes that making one takes.</summary>
    /// <param name="rows">Rows of the table of connections.</param>
    internal static double BytesOf(double rows) => DrawingBytes + rows * BytesOfRow;

    /// <summary>Gets ready to draw figures, which takes longer than drawing them; to be done while there is nothing else to do.</summary>
    public static void Prepare() => FigureStart.Prepare();

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

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="folder">The folder to write it to; made where it does not exist.</param>
    /// <returns>The file.</returns>
    public string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, FileName);
        using var unfinished = new UnfinishedFile(file);
        unfinished.Stream.Write(Encoding.UTF8.GetBytes(ToHtml()));
        unfinished.Finish();
        return file;
    }

    /// <summary>The page as text.</summary>
    public string ToHtml() => ReportPage.Of(
        _folder.Results.Pipeline, Invariant($"Who is connected to whom: a run of v2w {ShortVersion(_folder.Results.Version)}, seed {_folder.Results.Seed}."), Sections());

    // Of the commit a few characters suffice; the whole of it stands where it was run.
    private static string ShortVersion(string version)
        => version.IndexOf('+', StringComparison.Ordinal) is >= 0 and int plus ? version[..Math.Min(version.Length, plus + 8)] : version;

    private IEnumerable<XNode> Sections()
    {
        yield return _words.Summary;
        yield return _words.Ledger;
        yield return ReportPage.Section("figures", "Figures", ReportPage.Figures([.. _figures.Where(figure => !figure.Part.DependsOnTheClock)]));
        yield return _words.Connections;
        yield return _words.Rerun;
        yield return new XComment(" timing ");
        yield return TimingSection.Of(_folder, [.. _figures.Where(figure => figure.Part.DependsOnTheClock)]);
        yield return new XComment(" /timing ");
    }

    // What is written while figures are drawn.
    private sealed record Words(XElement Summary, XElement Ledger, XElement Connections, XElement Rerun);
}
