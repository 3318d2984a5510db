using System.Xml.Linq;
using VoltageToWiring.Host.Reports.Pages;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Sweeps;
using static VoltageToWiring.Host.Reports.Pages.Html;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>How to run it again, with what it was run, and all its parameters.</summary>
internal static class SweepRerunSection
{
    private static readonly (string Name, string What)[] Known =
    [
        ("runs.csv", "a row for each finished cell"),
        ("summary.csv", "means, medians and standard errors over cells"),
        (ConnectionsParquet.FileName, "a row for each cell, pair and score"),
        ("failed.csv", "cells that failed, and why"),
        ("experiment.yaml", "the experiment, every value one by one"),
        ("pipeline.yaml", "the pipeline that every cell begins with"),
        ("sweep.json", "the cells, their values and their folders"),
        ("timing.csv", "how long each cell took, and where"),
        ("log.txt", "the log"),
    ];

    public static XElement Of(SweepResults results)
    {
        int seed = results.Keys.ToList().IndexOf("seed");
        return ReportPage.Section(
            "again", "How to run it again",
            E("p", "In the folder of this report:"),
            E("pre", E("code", "v2w sweep experiment.yaml --out again")),
            E("p", "With the same build and on the same kind of machine it gives the same files, but for what depends on the clock. ", E("code", "v2w report ."), " writes this page again."),
            E("p", $"Version {results.Version}; build {results.Build}."),
            E("p", seed >= 0 ? $"Seeds: {string.Join(", ", results.Cells.Select(cell => cell.Values[seed]).Distinct())}." : "All cells have the seed of the pipeline."),
            results.Packages.Count == 0 ? null : E("p", $"Packages: {string.Join(", ", results.Packages)}."),
            Table(
                "Files beside this page", ["file", "what it holds"],
                Known.Where(file => File.Exists(Path.Combine(results.Folder, file.Name))).Select(file => new[] { file.Name, file.What }), texts: 2),
            Text(results, "experiment.yaml", "The experiment", Path.Combine(results.Folder, "experiment.yaml")),
            results.Cells.FirstOrDefault(cell => cell.Folder is not null) is { } first
                ? Text(results, "pipeline.yaml", "The pipeline of the first cell, resolved", Path.Combine(first.Folder!, "pipeline.yaml"))
                : null);
    }

    private static IEnumerable<XElement> Text(SweepResults results, string name, string title, string file)
    {
        if (!File.Exists(file))
            yield break;
        yield return E("h3", title);
        yield return E("pre", E("code", File.ReadAllText(file).TrimEnd()));
    }
}
