using VoltageToWiring.Host.Calibration;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Evaluation;
using static VoltageToWiring.Inference.Significance.ConnectionState;
using static VoltageToWiring.Tests.Host.OnlineReports;

namespace VoltageToWiring.Tests.Host.Calibration;

public class OutcomeCollectorTests
{
    [Fact]
    public void Conclude_WhatWasTakenBack_WasDeclaredAllTheSame()
    {
        PairOutcome pair = Watch("-", Online(Undecided), Online(Excitatory, 1.5), Online(Undecided));
        Assert.True(pair.IsFalsePositive);
        Assert.Equal((TrueConnection.Excitatory, 1.5, Undecided), (pair.DeclaredAs!.Value, pair.DeclaredAtSeconds!.Value, pair.StateAtEnd));
        Assert.Null(pair.IsSignRight);
    }

    [Fact]
    public void Conclude_SignThatTurns_CountsAsItWasFirst()
    {
        PairOutcome pair = Watch("i", Online(Excitatory, 0.5), Online(Inhibitory, 0.5));
        Assert.False(pair.IsSignRight);
        Assert.Equal(double.PositiveInfinity, pair.DetectedAtSeconds);
        Assert.Equal(2.5, Watch("i", Online(Absent, 1), Online(Insufficient), Online(Inhibitory, 2.5)).DetectedAtSeconds);
        Assert.True(Watch("i", Online(Absent, 1), Online(Inhibitory, 2.5)).WasAbsent);
    }

    [Fact]
    public void Conclude_Intervals_CoverAlwaysOnlyWhatLiesInAll()
    {
        PairOutcome pair = Watch("e", Seen(0, 10), Online(Insufficient), Seen(4, 12), Seen(2, 6));
        Assert.Equal(new Interval(4, 6), pair.Anytime.InAll);
        Assert.Equal(new Interval(2, 6), pair.Anytime.AtEnd);
        Assert.Equal((true, true), (pair.Anytime.CoveredAlways(5), pair.Anytime.CoversAtEnd(5)));
        Assert.Equal((false, true), (pair.Anytime.CoveredAlways(3), pair.Anytime.CoversAtEnd(3)));
        Assert.Null(pair.Anytime.CoveredAlways(null));
        Assert.Null(Watch("e", Online(Insufficient)).Anytime.CoveredAlways(5));
    }

    [Fact]
    public void Conclude_IntervalsThatDoNotMeet_CoverNothingAlways()
    {
        PairOutcome pair = Watch("e", Seen(0, 1), Seen(2, 3));
        Assert.All(new[] { 0.5, 1, 1.5, 2, 2.5 }, value => Assert.False(pair.Anytime.CoveredAlways(value)));
    }

    [Fact]
    public void Conclude_Warnings_AreThoseOfAnyReport()
    {
        PairOutcome pair = Watch(
            "-", Online(Undecided) with { Warnings = ConnectionWarnings.Synchrony }, Online(Undecided) with { Warnings = ConnectionWarnings.BelowMinimum });
        Assert.Equal(ConnectionWarnings.Synchrony | ConnectionWarnings.BelowMinimum, pair.Warnings);
        Assert.True(pair.WasWarned);
        Assert.False(Watch("-", Online(Excitatory, 1) with { Warnings = ConnectionWarnings.BelowMinimum }).WasWarned);
    }

    [Fact]
    public void Conclude_TwoScores_AreCountedApartAtEveryReport()
    {
        OnlineEstimate Pairwise(ConnectionState state) => Online(state, score: ConnectionScore.Pairwise, deciding: false);
        var collector = new OutcomeCollector(Truth("e-"));
        collector.OnNext(Report(1, false, Pair(0, 0, Online(Excitatory, 1), Pairwise(Undecided)), Pair(1, 0, Online(Excitatory, 1), Pairwise(Undecided))));
        collector.OnNext(Report(2, true, Pair(0, 0, Online(Excitatory, 1), Pairwise(Undecided)), Pair(1, 0, Online(Undecided), Pairwise(Inhibitory))));
        RecordingOutcome outcome = collector.Conclude(7);
        Assert.Equal((7ul, 2.0, 4), (outcome.Seed, outcome.RecordedSeconds, outcome.Pairs.Count));
        Assert.Equal(
            [
                new ReportDiscoveries(ConnectionScore.Joint, 1, 2, 1), new ReportDiscoveries(ConnectionScore.Pairwise, 1, 0, 0),
                new ReportDiscoveries(ConnectionScore.Joint, 2, 1, 0), new ReportDiscoveries(ConnectionScore.Pairwise, 2, 1, 1),
            ],
            outcome.Discoveries);
        Assert.Equal([0.5, 0, 0, 1], outcome.Discoveries.Select(report => report.FalseProportion));
    }

    private static OnlineEstimate Seen(double low, double high) => Online(Undecided) with { AnytimeInterval = new Interval(low, high) };

    private static PairOutcome Watch(string truth, params OnlineEstimate[] online)
    {
        var collector = new OutcomeCollector(Truth(truth));
        for (int report = 0; report < online.Length; report++)
            collector.OnNext(Report(report + 1, report == online.Length - 1, Pair(0, 0, online[report])));
        return Assert.Single(collector.Conclude(0).Pairs);
    }
}
