using System.Text.Json;
using System.Text.Json.Nodes;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using static VoltageToWiring.Inference.Significance.ConnectionState;
using static VoltageToWiring.Tests.Host.OnlineReports;

namespace VoltageToWiring.Tests.Host;

/// <summary>How results of online inference are written, from estimates made by hand.</summary>
public class OnlineResultsTests
{
    private const string PlainHeader =
        "source,target,truth,train_kind,spikes,score,spikes_used,height,relative_height,signed_relative_height,p_reference,exceedances,p_exact,"
        + "exceedances_or_ties,surrogates";

    private static readonly OnlineEstimate Found = Online(Excitatory, 9.5, 3.25, 3.125, -0.5) with
    {
        Warnings = ConnectionWarnings.BelowMinimum | ConnectionWarnings.Synchrony | ConnectionWarnings.RateVoltageCorrelation,
    };

    // They run beside a start, where nobody would learn of their failure.
    [Fact]
    public void Prepare_OfResultsWithoutContent_Succeeds()
    {
        ResultsJson.Prepare();
        RunEvaluation.Prepare();
    }

    [Fact]
    public void ResultsJson_OnlineScore_HasEveryNameAndValue()
    {
        JsonObject online = Json(Report(12, true, Pair(0, 0, Found)), Truth("e"))["connections"]![0]!["online"]![0]!.AsObject();
        Assert.Equal(
            JsonNode.Parse("""
                { "score": "joint", "deciding": true, "state": "excitatory", "sign_certified": true, "log10_evidence": 3, "log10_evidence_max": 3.25,
                  "log10_evidence_excitatory": 3.125, "log10_evidence_inhibitory": -0.5, "anytime_p": 0.0005623413251903491, "one_look_p": 0.01, "ebh": true,
                  "amplitude": 0.0009, "ci_fixed": [0.0008, 0.001], "ci_anytime": [0.0007, 0.0011], "decided_at_s": 9.5, "spikes_used": 180,
                  "spikes_unused": 7, "blocks": 18, "updated_at_s": 11.5, "surrogate_scheme": "blocks",
                  "warnings": ["rate-voltage-correlation", "synchrony", "below-minimum"] }
                """)!.ToJsonString(),
            online.ToJsonString());
    }

    [Fact]
    public void ResultsJson_WhatIsNotKnownOrNotFinite_IsNull()
    {
        OnlineEstimate early = Online(Insufficient) with
        {
            Log10EvidenceExcitatory = double.NegativeInfinity,
            FixedInterval = new Interval(double.NegativeInfinity, double.PositiveInfinity),
            Surrogates = SurrogateScheme.Jitter,
        };
        JsonNode online = Json(Report(1, true, Pair(0, 0, early)), Truth("e"))["connections"]![0]!["online"]![0]!;
        foreach (string name in new[] { "log10_evidence", "log10_evidence_max", "log10_evidence_excitatory", "anytime_p", "amplitude", "ci_fixed", "ci_anytime", "decided_at_s" })
        {
            Assert.True(online.AsObject().ContainsKey(name), name);
            Assert.Null(online[name]);
        }
        Assert.Equal("jitter", online["surrogate_scheme"]!.GetValue<string>());
        Assert.Empty(online["warnings"]!.AsArray());
    }

    [Fact]
    public void ResultsJson_Evaluation_IsByScore()
    {
        EstimateReport report = Report(12, true,
            Tested(0, 0, 2, Found, Online(Undecided, score: ConnectionScore.Pairwise, deciding: false)),
            Tested(1, 0, 0.5, Online(Undecided, null, 0.1), Online(Undecided, score: ConnectionScore.Pairwise, deciding: false)));
        JsonNode evaluation = Json(report, Truth("e-"))["evaluation"]!;
        Assert.Equal(["joint", "pairwise"], evaluation["online"]!.AsObject().Select(score => score.Key));
        Assert.Equal(
            """{"tpr_exc":1,"tpr_inh":null,"fpr":0,"fdr":0,"auc_three_class":1,"median_decided_s":{"exc":9.5,"inh":null},"sign_errors":0}""",
            evaluation["online"]!["joint"]!.ToJsonString());
        Assert.Equal(1, evaluation["sta"]!["auc_three_class"]!.GetValue<double>());
    }

    [Fact]
    public void ResultsJson_OnlineWithoutOneLook_HasNoStaEvaluation()
    {
        JsonObject evaluation = Json(Report(12, true, Pair(0, 0, Found)), Truth("e"))["evaluation"]!.AsObject();
        Assert.Null(evaluation["sta"]);
        Assert.True(evaluation.ContainsKey("sta"));
    }

    [Fact]
    public void ResultsJson_WithoutOnlineScores_DoesNotNameThem()
    {
        JsonNode results = Json(Report(12, true, Tested(0, 0, 2), Tested(1, 0, 0.5)), Truth("e-"));
        Assert.False(results["connections"]![0]!.AsObject().ContainsKey("online"));
        Assert.Null(results["evaluation"]!["online"]);
        Assert.Null(Json(Report(12, true, Pair(0, 0)), Truth("e"))["evaluation"]);
    }

    [Fact]
    public void ResultsJson_RunThatEndedDecided_IsCompletedAndAsLongAsUntilThen()
    {
        JsonNode results = Json(Report(12, false, Pair(0, 0, Found)), Truth("e"), decidedAt: 12);
        Assert.Equal("completed", results["ending"]!.GetValue<string>());
        Assert.Equal(12, results["duration_s"]!.GetValue<double>());
    }

    [Fact]
    public void ConnectionsCsv_OnlineScores_HaveARowEachBesideTheAverages()
    {
        string[][] rows = Connections(Report(12, true, Pair(0, 0, Found, Online(Undecided, score: ConnectionScore.Pairwise, deciding: false))), Truth("e"));
        Assert.Equal(
            PlainHeader + ",deciding,state,sign_certified,log10_evidence,log10_evidence_max,log10_evidence_excitatory,log10_evidence_inhibitory,anytime_p,"
            + "one_look_p,ebh,amplitude,ci_fixed_low,ci_fixed_high,ci_anytime_low,ci_anytime_high,decided_at_s,spikes_unused,blocks,updated_at_s,"
            + "surrogate_scheme,warnings",
            string.Join(',', rows[0]));
        Assert.Equal(["sta", "joint", "pairwise"], rows[1..].Select(row => row[5]));
        Assert.All(rows, row => Assert.Equal(36, row.Length));
        Assert.Equal("0,0,exc,exc,203,sta,200,0.00057,,,,,,," + new string(',', 21), string.Join(',', rows[1]));
        Assert.Equal(
            "0,0,exc,exc,203,joint,180,,,,,,,,,true,excitatory,true,3,3.25,3.125,-0.5,0.0005623413251903491,0.01,true,0.0009,0.0008,0.001,0.0007,0.0011,"
            + "9.5,7,18,11.5,blocks,rate-voltage-correlation synchrony below-minimum",
            string.Join(',', rows[2]));
        Assert.Equal(["false", "undecided", "false", "", "", "0", "0"], rows[3][15..22]);
    }

    [Fact]
    public void ConnectionsCsv_OnlineScoreOfTheAverages_StandsInTheirRow()
    {
        string[][] rows = Connections(Report(12, true, Tested(0, 0, 2, Found with { Score = ConnectionScore.Sta })), Truth("e"));
        string[] row = Assert.Single(rows[1..]);
        Assert.Equal(["sta", "200", "0.00057", "2", "2"], row[5..10]);
        Assert.Equal(["true", "excitatory"], row[15..17]);
    }

    [Fact]
    public void ConnectionsCsv_WithoutOnlineScores_HasTheColumnsOfTheAverages()
    {
        string[][] rows = Connections(Report(12, true, Pair(0, 0)), Truth("e"));
        Assert.Equal(PlainHeader, string.Join(',', rows[0]));
        Assert.Equal("0,0,exc,exc,203,sta,200,0.00057,,,,,,,", string.Join(',', Assert.Single(rows[1..])));
    }

    [Fact]
    public void Timeline_OnlineScores_FillTheColumnsOfEvidence()
    {
        string[] lines = Timeline(Report(12, true,
            Tested(0, 0, 2, Found, Online(Insufficient, score: ConnectionScore.Pairwise, deciding: false)), Pair(1, 0, Found with { Score = ConnectionScore.Sta })));
        Assert.Equal("frame,time_s,source,target,score,state,log10_evidence,anytime_p,amplitude,ci_low,ci_high,spikes_used,p_reference", lines[0]);
        Assert.Equal("12000,12,0,0,sta,,,,,,,200,0.3333333333333333", lines[1]);
        Assert.Equal("12000,12,0,0,joint,excitatory,3,0.0005623413251903491,0.0009,0.0007,0.0011,180,", lines[2]);
        Assert.Equal("12000,12,0,0,pairwise,insufficient,,,,,,180,", lines[3]);
        Assert.Equal("12000,12,1,0,sta,excitatory,3,0.0005623413251903491,0.0009,0.0007,0.0011,200,", lines[4]);
        Assert.Equal(5, lines.Length);
    }

    private static JsonObject Json(EstimateReport report, Wiring truth, double? decidedAt = null)
    {
        RunResult run = Run(report, truth) with { DecidedAtSeconds = decidedAt };
        ResultsJson results = ResultsJson.From(run, RunEvaluation.Of(run), "1.0", "machine");
        return JsonSerializer.SerializeToNode(results, ResultsJson.Format)!.AsObject();
    }

    private static string[][] Connections(EstimateReport report, Wiring truth)
    {
        using var folder = new TemporaryFolder();
        ConnectionsCsv.Write(folder.File("connections.csv"), report.Connections, truth);
        return [.. File.ReadLines(folder.File("connections.csv")).Select(line => line.Split(','))];
    }

    private static string[] Timeline(EstimateReport report)
    {
        using var folder = new TemporaryFolder();
        using (var timeline = new TimelineWriter(folder.File("timeline.csv")))
            timeline.OnNext(report);
        return File.ReadAllLines(folder.File("timeline.csv"));
    }
}
