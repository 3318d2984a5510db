using System.Text.Json.Nodes;
using System.Xml.Linq;
using VoltageToWiring.Tests.Host;
using VoltageToWiring.Tests.Host.Reports;
using static VoltageToWiring.Tests.Cli.CommandLine;

namespace VoltageToWiring.Tests.Cli;

/// <summary>A run of more pairs than are listed one by one.</summary>
[Collection(nameof(CommandLineTests))]
public class ManyPairsCommandLineTests
{
    private const int Trains = 101, Targets = 100;

    private static readonly string[] Many =
    [
        "run", TestFiles.Pipeline("live.yaml"), "--pace", "max", "--quiet", "--until", "1.1 s", "--set", "source.simulate.trains.count=101",
        "--set", "source.simulate.targets=100", "--set", "inference.online.surrogates=39", "--set", "inference.online.report_every=400 ms",
    ];

    [Fact]
    public async Task Run_TenThousandAndSomePairs_WritesATableASummaryAndTheStrongest()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("out");
        Called called = await CallAsync([.. Many, "--out", path]);
        Assert.Equal((0, "", path + "\n"), (called.ExitCode, called.Error, called.Output));
        Assert.Equal(
            ["connections.parquet", "excerpt.npy", "log.txt", "pipeline.yaml", "report.html", "results.json", "sta.npy", "timeline.csv"],
            Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(path, "results.json")))!;
        Assert.Null(results["connections"]);
        Assert.Equal("connections.parquet", results["connections_file"]!.GetValue<string>());
        Assert.Equal(Trains * Targets, results["summary"]!["pairs"]!.GetValue<int>());
        Assert.Equal(Trains * Targets, results["summary"]!["online"]!["joint"]!["states"]!.AsObject().Sum(state => state.Value!.GetValue<int>()));
        JsonArray strongest = results["strongest"]!.AsArray();
        Assert.Equal(1000, strongest.Count);

        await using (FileStream file = File.OpenRead(Path.Combine(path, "connections.parquet")))
        {
            (string[] names, string[][] rows) = await ParquetTable.ReadAsync(file);
            int evidence = Array.IndexOf(names, "log10_evidence_max"), score = Array.IndexOf(names, "score");
            Assert.Equal(2 * Trains * Targets, rows.Length);
            Assert.Equal(Enumerable.Range(0, 2 * Trains * Targets).Select(row => ($"{row / 2 % Trains}", $"{row / 2 / Trains}")), rows.Select(row => (row[0], row[1])));
            string[] largest = rows.Where(row => row[score] == "joint").MaxBy(row => double.Parse(row[evidence], System.Globalization.CultureInfo.InvariantCulture))!;
            Assert.Equal((largest[0], largest[1]), ($"{strongest[0]!["source"]}", $"{strongest[0]!["target"]}"));
        }

        // At each of three reports the strongest, in the order of the pairs.
        string[][] timeline = [.. File.ReadLines(Path.Combine(path, "timeline.csv")).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(["0.4", "0.8", "1.1"], timeline.Select(row => row[1]).Distinct());
        Assert.All(timeline.GroupBy(row => row[1]), report =>
        {
            int[] pairs = [.. report.Select(row => int.Parse(row[3], System.Globalization.CultureInfo.InvariantCulture) * Trains + int.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(1000, pairs.Length);
            Assert.Equal(pairs.Distinct().Order(), pairs);
        });
        Assert.All(timeline, row => Assert.Equal("joint", row[4]));

        XElement report = ReportPages.Read(path);
        Assert.Contains(report.Descendants("a"), link => link.Attribute("href")!.Value == "connections.parquet");
        Assert.Equal($"The 100 strongest of {Trains * Targets:N0} pairs", report.Descendants("section").Single(section => section.Attribute("id")!.Value == "connections").Descendants("caption").Single().Value);
        Assert.Equal(["amplitudes", "averages", "evidence", "links", "matrix", "stages", "trace"], ReportPages.Figures(report).Order(StringComparer.Ordinal).Except(["detection", "roc", "evidence-histogram", "amplitude-histogram"]));
        Assert.Contains("amplitude-histogram", ReportPages.Figures(report));
    }

    [Fact]
    public async Task Run_AnyBatchLinksAndWorkers_WritesTheSameTable()
    {
        using var folder = new TemporaryFolder();
        string[][] variants = [["--workers", "1"], ["--set", "batch=7.3 ms", "--set", "links.between=none", "--workers", "2"]];
        for (int i = 0; i < variants.Length; i++)
            Assert.Equal(0, (await CallAsync([.. Many, "--out", folder.File($"{i}"), .. variants[i]])).ExitCode);
        foreach (string name in new[] { "connections.parquet", "timeline.csv", "sta.npy" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder.File("0"), name)), File.ReadAllBytes(Path.Combine(folder.File("1"), name)));
    }

    [Fact]
    public async Task Run_FolderWithATable_IsRefusedAndReplacedWhereForced()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("connections.parquet"), "of an earlier run");
        string[] few = ["run", TestFiles.Pipeline("live.yaml"), "--pace", "max", "--quiet", "--until", "0.2 s", "--out", folder.Path];
        Called refused = await CallAsync(few);
        Assert.Contains("found connections.parquet of an earlier run", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CallAsync([.. few, "--force"])).ExitCode);
        Assert.False(File.Exists(folder.File("connections.parquet")));
    }
}
