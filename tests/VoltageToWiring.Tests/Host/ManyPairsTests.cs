using System.Text.Json.Nodes;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using static VoltageToWiring.Tests.Host.OnlineReports;

namespace VoltageToWiring.Tests.Host;

/// <summary>Results of more pairs than are listed one by one.</summary>
public class ManyPairsTests
{
    [Theory]
    [InlineData(100, 100)]
    [InlineData(2, 1)]
    public async Task Results_UpToTenThousandPairs_ListEachOfThem(int sources, int targets)
    {
        using var folder = new TemporaryFolder();
        JsonObject results = await WriteAsync(folder.File("out"), Mixed(sources, targets), Connected(sources, targets));
        Assert.Equal(sources * targets, results["connections"]!.AsArray().Count);
        Assert.DoesNotContain(results, one => one.Key is "connections_file" or "summary" or "strongest");
        Assert.Equal(2 * sources * targets + 1, File.ReadLines(Path.Combine(folder.File("out"), "connections.csv")).Count());
        Assert.False(File.Exists(Path.Combine(folder.File("out"), "connections.parquet")));
    }

    [Fact]
    public async Task Results_OneMore_AreSummarized()
    {
        const int Sources = 73, Targets = 137;
        EstimateReport report = Mixed(Sources, Targets, ConnectionScore.Joint, ConnectionScore.Pairwise);
        using var folder = new TemporaryFolder();
        JsonObject results = await WriteAsync(folder.File("out"), report, Connected(Sources, Targets));
        Assert.True(results.ContainsKey("connections"));
        Assert.Null(results["connections"]);
        Assert.Equal("connections.parquet", results["connections_file"]!.GetValue<string>());
        Assert.False(File.Exists(Path.Combine(folder.File("out"), "connections.csv")));
        await using FileStream parquet = File.OpenRead(Path.Combine(folder.File("out"), "connections.parquet"));
        Assert.Equal(3 * Sources * Targets, (await ParquetTable.ReadAsync(parquet)).Rows.Length);

        JsonNode summary = results["summary"]!;
        Assert.Equal(10_001, summary["pairs"]!.GetValue<int>());
        Assert.Equal("""{"averaged":10001,"tested":0,"at_five_percent":null,"median_height":0.00057}""", summary["sta"]!.ToJsonString());
        Assert.Equal(["joint", "pairwise"], summary["online"]!.AsObject().Select(score => score.Key));
        JsonNode joint = summary["online"]!["joint"]!;
        foreach (ConnectionState state in Enum.GetValues<ConnectionState>())
            Assert.Equal(report.CountOf(state), joint["states"]![OnlineNames.Of(state)]!.GetValue<int>());
        int found = report.CountOf(ConnectionState.Excitatory) + report.CountOf(ConnectionState.Inhibitory);
        Assert.Equal((found, found), (joint["sign_certified"]!.GetValue<int>(), joint["ebh"]!.GetValue<int>()));
        Assert.Equal(["True", "False"], new[] { joint, summary["online"]!["pairwise"]! }.Select(score => score["deciding"]!.GetValue<bool>().ToString()));
        Assert.Equal(EvaluationOf(report, Sources, Targets), results["evaluation"]!["online"]!["joint"]!["tpr_exc"]!.GetValue<double>());
    }

    [Fact]
    public void Summary_AFewPairs_CountsAndTakesMedians()
    {
        OnlineEstimate Careful(OnlineEstimate online, ConnectionWarnings warnings, double amplitude) => online with { Warnings = warnings, Amplitude = amplitude };
        SummaryJson summary = SummaryJson.From(
        [
            Tested(0, 0, 2, Careful(Online(ConnectionState.Excitatory, 3, 4), ConnectionWarnings.Synchrony, 1)),
            Tested(1, 0, 0.5, Careful(Online(ConnectionState.Excitatory, 5, 5), ConnectionWarnings.Synchrony | ConnectionWarnings.Bursting, 2)),
            Pair(2, 0, Careful(Online(ConnectionState.Inhibitory, 9, 3), ConnectionWarnings.None, -7)),
            Pair(3, 0, Online(ConnectionState.Undecided, null, 0.5)) with { Height = null },
        ]);
        Assert.Equal(new StaSummaryJson(3, 2, 0, 0.00057), summary.Sta);
        OnlineSummaryJson joint = summary.Online!["joint"];
        Assert.Equal((2, 1, 1, 0), (joint.States["excitatory"], joint.States["inhibitory"], joint.States["undecided"], joint.States["absent"]));
        Assert.Equal((2, 1, 0), (joint.Warnings["synchrony"], joint.Warnings["bursting"], joint.Warnings["collinear"]));
        Assert.Equal(new FoundMedianJson(4.5, 3), joint.MedianLog10EvidenceMax);
        Assert.Equal(new FoundMedianJson(1.5, -7), joint.MedianAmplitude);
        Assert.Equal(new FoundMedianJson(4, 9), joint.MedianDecidedAtS);
        Assert.Equal(180, joint.MedianSpikesUsed);
        Assert.Null(SummaryJson.From([Pair(0, 0)]).Online);
    }

    [Fact]
    public async Task Strongest_ByLargestEvidence_LowerIndexFirst()
    {
        EstimateReport report = Mixed(73, 137);
        using var folder = new TemporaryFolder();
        JsonObject results = await WriteAsync(folder.File("out"), report, Connected(73, 137));
        int[] expected = [.. Enumerable.Range(0, 10_001).OrderByDescending(report.LargestEvidenceOf).Take(1000)];
        Assert.Equal(expected, results["strongest"]!.AsArray().Select(one => one!["target"]!.GetValue<int>() * 73 + one["source"]!.GetValue<int>()));
        Assert.NotNull(results["strongest"]![0]!["online"]![0]!["ci_anytime"]);
    }

    [Fact]
    public void StrongestPairs_NoEvidence_ByTheOneLookTest()
    {
        // Heights over surrogates of 1: those below are exceeded by all three.
        EstimateReport report = Report(1, false, Tested(0, 0, 0.5), Tested(1, 0, 2), Pair(2, 0), Tested(3, 0, -4), Tested(4, 0, 2));
        Assert.Equal([3, 1, 4, 0], StrongestPairs.Of(report));
        Assert.Equal([3, 1], StrongestPairs.Of(report, 2));
        EstimateReport sta = Report(1, false, [.. report.Connections.Select(pair => pair with { Online = [Online(ConnectionState.Undecided, score: ConnectionScore.Sta)] })]);
        Assert.Equal([3, 1, 4, 0], StrongestPairs.Of(sta));
        Assert.Empty(StrongestPairs.Of(Report(1, false)));
    }

    [Fact]
    public void PairRanking_AnyKeys_EqualsSorting()
        => Gen.Select(Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3]).Array[0, 60], Gen.Int[1, 20]).Sample((keys, count) =>
        {
            var ranking = new PairRanking(count);
            for (int pair = 0; pair < keys.Length; pair++)
                ranking.Add(pair, keys[pair].Item1, keys[pair].Item2);
            Assert.Equal(Enumerable.Range(0, keys.Length).OrderBy(pair => keys[pair]).Take(count), ranking.TakeAll());
        });

    [Fact]
    public void ResultsFolder_KnowsTheFile() => Assert.Contains("connections.parquet", ResultsFolder.FileNames);

    private static double EvaluationOf(EstimateReport report, int sources, int targets)
        => StraightforwardEvaluation.Online([.. report.Connections], Connected(sources, targets), 0).Excitatory!.Value;

    private static Wiring Connected(int sources, int targets) => Truth([.. Enumerable.Repeat(new string('e', sources), targets)]);

    private static async Task<JsonObject> WriteAsync(string path, EstimateReport report, Wiring truth)
    {
        RunResult run = Run(report, truth);
        ResultsFolder results = ResultsFolder.Open(path, force: false);
        await results.WriteTablesAsync(run);
        results.WriteResults(ResultsJson.From(run, RunEvaluation.Of(run), "1.0", "machine"));
        return JsonNode.Parse(File.ReadAllText(Path.Combine(path, "results.json")))!.AsObject();
    }
}
