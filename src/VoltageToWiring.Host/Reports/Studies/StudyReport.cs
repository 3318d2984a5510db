using System.Xml.Linq;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports.Pages;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>The report of a study: what to set, how far it goes, what gives way first, and the figures behind that.</summary>
/// <remarks>Made from the folder of the study alone. All of it depends on the clock and the machine.</remarks>
public sealed class StudyReport : Report
{
    private readonly StudyFolder _folder;

    private StudyReport(StudyFolder folder, IReadOnlyList<DrawnFigure> figures)
        : base(figures)
    {
        _folder = folder;
    }

    /// <summary>Whether a folder is that of a study.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsFor(string folder) => StudyFolder.IsIn(folder);

    /// <summary>Reads what a report of a study needs, and draws its figures.</summary>
    /// <param name="folder">The folder of the study.</param>
    /// <param name="cancellation">Ends it; nothing was written.</param>
    /// <exception cref="PipelineException">There is no study in it.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static async Task<StudyReport> OfAsync(string folder, CancellationToken cancellation = default)
    {
        StudyFolder read = StudyFolder.Open(folder);
        Func<StudyFolder, IEnumerable<ReportFigure>>[] parts =
            [CapacityParts.Of, PercentileParts.Of, LoadCurveParts.Of, HeatMapParts.Of, StageParts.Of, TimelineParts.Of];
        return new StudyReport(read, await DrawnFigure.AllAsync(
            parts.Select(part => (Func<Task<IEnumerable<ReportFigure>>>)(() => Task.FromResult(part(read)))), cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public override string ToHtml() => ReportPage.Of(
        _folder.Found.Study, Invariant($"A study of latency and throughput by v2w {ShortVersion(_folder.Found.Version)}, {_folder.Found.Cells.Count} cells."), Sections());

    private IEnumerable<XNode> Sections() =>
    [
        StudySummarySection.Of(_folder), StudyDelaySection.Of(_folder),
        ReportPage.Section(
            "figures", "Figures",
            Html.E("p", "A latency begins when the newest frame of an estimate is over, by the schedule, and ends when the estimate is published. The idle loop says what the "
                + "machine does to a thread without work; no program on it can be expected to stay below. ", _folder.Common),
            ReportPage.Figures(Drawings)),
        StudyCellsSection.Of(_folder), StudyMachineSection.Of(_folder), StudyRerunSection.Of(_folder),
    ];
}
