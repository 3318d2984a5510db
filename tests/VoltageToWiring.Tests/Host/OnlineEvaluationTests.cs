using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Inference.Significance;
using static VoltageToWiring.Inference.Significance.ConnectionState;
using static VoltageToWiring.Tests.Host.OnlineReports;

namespace VoltageToWiring.Tests.Host;

public class OnlineEvaluationTests
{
    [Fact]
    public void Judge_HandMadeCase_CountsWhatWasFoundAndWhen()
    {
        // Four excitatory: found at 2 s and at 4 s, found as inhibitory, absent. Two inhibitory: found at 6 s, undecided. Four unconnected: one found.
        OnlineEvaluation judged = Only(Truth("eeeeii----"),
            Online(Excitatory, 2, 5, 5), Online(Excitatory, 4, 4, 4), Online(Inhibitory, 1, 3, 0, 3), Online(Absent, 9, 0.1, 0.1),
            Online(Inhibitory, 6, 3.5, 0, 3.5), Online(Undecided, null, 0.2, 0, 0.2),
            Online(Excitatory, 8, 2, 2), Online(Absent, 9, 0, 0), Online(Undecided, null, 0, 0), Online(Insufficient));
        Assert.Equal(0.5, judged.Excitatory);
        Assert.Equal(0.5, judged.Inhibitory);
        Assert.Equal(0.25, judged.FalsePositive);
        Assert.Equal(0.2, judged.FalseDiscovery);
        Assert.Equal(1, judged.SignErrors);
        // The middle two of 2, 4, ∞, ∞ and of 6, ∞.
        Assert.Null(judged.MedianSecondsExcitatory);
        Assert.Null(judged.MedianSecondsInhibitory);
    }

    [Fact]
    public void Judge_Median_IsThatOfAllConnectionsOfTheKind()
    {
        OnlineEvaluation judged = Only(Truth("eeeii"),
            Online(Excitatory, 2), Online(Excitatory, 3), Online(Undecided), Online(Inhibitory, 4), Online(Inhibitory, 7));
        Assert.Equal(3, judged.MedianSecondsExcitatory);
        Assert.Equal(5.5, judged.MedianSecondsInhibitory);
    }

    [Fact]
    public void Judge_NothingOfAKind_IsNullNotZero()
    {
        OnlineEvaluation judged = Only(Truth("e"), Online(Undecided));
        Assert.Equal((0, null, null), (judged.Excitatory, judged.Inhibitory, judged.FalsePositive));
        Assert.Equal(0, judged.FalseDiscovery);
        Assert.Null(judged.AucThreeClass);
        Assert.Null(judged.MedianSecondsInhibitory);
    }

    [Fact]
    public void Judge_AreaByEvidence_NeedsTheSignOfTheLargerOne()
    {
        Assert.Equal(1, Only(Truth("ei-"), Online(Undecided, null, 3, 2.9, 0), Online(Undecided, null, 2, -1, 1.9), Online(Undecided, null, 1, 0.9, 0)).AucThreeClass);
        Assert.Equal(0, Only(Truth("ei-"), Online(Undecided, null, 3, 0, 2.9), Online(Undecided, null, 2, 1.9, -1), Online(Undecided, null, 1, 0.9, 0)).AucThreeClass);
    }

    [Fact]
    public void Judge_StaScore_RanksBySignedHeight()
    {
        OnlineEstimate Sta(ConnectionState state) => Online(state, score: ConnectionScore.Sta);
        ConnectionEstimate[] estimates = [Tested(0, 0, 3, Sta(Excitatory)), Tested(1, 0, -2, Sta(Inhibitory)), Tested(2, 0, 1.5, Sta(Undecided))];
        Assert.Equal(1, Assert.Single(OnlineEvaluation.Judge(estimates, Truth("ei-"))).AucThreeClass);
        Assert.Equal(0, Assert.Single(OnlineEvaluation.Judge(estimates, Truth("ie-"))).AucThreeClass);
    }

    [Fact]
    public void Judge_TwoScores_AreJudgedApart()
    {
        ConnectionEstimate pair = Pair(0, 0, Online(Excitatory, 2), Online(Undecided, score: ConnectionScore.Pairwise, deciding: false));
        IReadOnlyList<OnlineEvaluation> judged = OnlineEvaluation.Judge([pair], Truth("e"));
        Assert.Equal([(ConnectionScore.Joint, true, 1.0), (ConnectionScore.Pairwise, false, 0.0)], judged.Select(one => (one.Score, one.Deciding, one.Excitatory!.Value)));
    }

    [Fact]
    public void Judge_NoOnlineScore_IsEmpty()
    {
        Assert.Empty(OnlineEvaluation.Judge([Pair(0, 0)], Truth("e")));
        Assert.Empty(OnlineEvaluation.Judge([], Truth("e")));
    }

    private static OnlineEvaluation Only(VoltageToWiring.Simulation.Wiring truth, params OnlineEstimate[] online)
        => Assert.Single(OnlineEvaluation.Judge([.. online.Select((one, source) => Pair(source, 0, one))], truth));
}
