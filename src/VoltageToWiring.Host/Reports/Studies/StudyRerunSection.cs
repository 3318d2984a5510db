using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Studies;

/// <summary>The study as written, the pipeline as resolved, and the files beside the page.</summary>
internal static class StudyRerunSection
{
    private static readonly (string Name, string What)[] Files =
    [
        (StudyJson.FileName, "all figures of this page"),
        (StudyFiles.TableName, "a row for each run"),
        ("cells/, trials/", "of each run: order.json (pipeline and load), times.json, and histograms, .hgrm to be read and .hlog to be merged"),
    ];

    public static XElement Of(StudyFolder folder)
    {
        string? first = folder.Found.Cells.SelectMany(cell => cell.Runs).Select(run => run.Folder).FirstOrDefault();
        return ReportPage.Section(
            "again", "All of its parameters",
            E("p", E("code", "v2w report ."), " writes this page again."),
            Table("Files beside this page", ["file", "what it holds"], Files.Select(file => new[] { file.Name, file.What }), texts: 2),
            E("h3", "The study"), E("pre", E("code", folder.Found.Text.TrimEnd())),
            first is not null && File.Exists(Path.Combine(folder.Path, first, CellOrder.FileName))
                ? new object[] { E("h3", "The pipeline of the first cell, resolved"), E("pre", E("code", CellOrder.Read(Path.Combine(folder.Path, first)).Pipeline.TrimEnd())) }
                : null);
    }
}
