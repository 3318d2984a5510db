using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Results;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Sections;

/// <summary>How to run it again, and which files there are.</summary>
internal static class RerunSection
{
    private static readonly (string Name, string What)[] Known =
    [
        ("results.json", "everything in this report, for programs"),
        ("connections.csv", "every pair and score, a row each"),
        (ConnectionsParquet.FileName, "every pair and score, a row each"),
        ("timeline.csv", "the pairs at every report"),
        (ResultsFolder.StaFileName, "spike-triggered averages, targets × sources × frames"),
        (ResultsFolder.StaSurrogatesFileName, "averages of surrogate trains, targets × sources × 2 × frames: their mean and their standard deviation"),
        (ExcerptJson.FileName, "the excerpt of the recorded trace"),
        ("pipeline.yaml", "the pipeline, resolved"),
        ("log.txt", "the log"),
    ];

    public static XElement Of(RunFolder folder) => ReportPage.Section(
        "again", "How to run it again",
        E("p", "In the folder of this report:"),
        E("pre", E("code", $"v2w run pipeline.yaml --out again{(IsCompleted(folder.Results) ? "" : "   # this run did not come to its end")}")),
        E("p", "With the same version and on the same kind of machine it gives the same files, but for what depends on the clock. ", E("code", "v2w report ."), " writes this page again."),
        Table(
            "Files beside this page", ["file", "what it holds"],
            Known.Where(file => File.Exists(folder.File(file.Name))).Select(file => new[] { file.Name, file.What }), texts: 2));

    private static bool IsCompleted(ResultsJson results) => results.Ending == "completed";
}
