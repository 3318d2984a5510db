using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Tests.Host;

public class RunEvaluationTests
{
    [Fact]
    public void Of_AnyEstimates_EqualsItsDefinitionToTheBit()
        => AnyEstimates.Of(ConnectionScore.Joint, ConnectionScore.Pairwise, ConnectionScore.Sta).Sample((estimates, truth) =>
        {
            RunEvaluation run = RunEvaluation.Of(estimates, truth);
            StaEvaluation? sta = StraightforwardEvaluation.Sta(estimates, truth);
            Assert.Equal(sta?.Sweep, run.Sta?.Sweep);
            Assert.Equal(sta is null ? null : sta with { Sweep = [] }, run.Sta is null ? null : run.Sta with { Sweep = [] });
            Assert.Equal(Enumerable.Range(0, 3).Select(score => StraightforwardEvaluation.Online(estimates, truth, score)), run.Online);
        });

    [Fact]
    public void Of_NoEstimates_IsEmpty()
    {
        RunEvaluation run = RunEvaluation.Of([], OnlineReports.Truth("e"));
        Assert.Null(run.Sta);
        Assert.Empty(run.Online);
    }
}
