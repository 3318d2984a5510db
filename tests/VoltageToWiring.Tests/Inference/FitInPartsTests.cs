using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Tests.Inference;

public class FitInPartsTests
{
    private const int Targets = 34;
    private const int FitFrame = 3000;

    private static readonly ScoringClock Clock = new(TestClock.Frames(1000));

    [Fact]
    public void ContinueFit_FrameByFrame_IsReadyBeforeItsFirstFrameHasAScore()
    {
        using var team = new WorkerTeam(1);
        ScoreChain chain = Begun(team);
        int ready = FitFrame;
        while (chain.IsFitting)
        {
            Assert.NotEqual(FitFrame, chain.TrackAt(FitFrame).FirstFrame);
            chain.ContinueFit(++ready);
        }
        // Neither at once nor late.
        Assert.InRange(ready, FitFrame + Clock.Window / 4, FitFrame + Clock.Window - 2);
        Assert.Equal(FitFrame, chain.TrackAt(FitFrame).FirstFrame);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(10, 3)]
    [InlineData(40, 1)]
    [InlineData(500, 2)]
    public void ContinueFit_AnyCut_MakesTheSameFit(int cut, int workers)
    {
        using var alone = new WorkerTeam(1);
        using var team = new WorkerTeam(workers);
        Assert.Equal(Scores(Begun(alone), 500), Scores(Begun(team), cut));
    }

    // Up to the fit, which has begun.
    private static ScoreChain Begun(WorkerTeam team)
    {
        var trace = new AnalysisTrace(Targets, Clock.LongestBridge);
        RandomStream noise = new RandomStreams(7).Stream("noise");
        var samples = new float[(FitFrame + 1000) * Targets];
        for (int at = 0; at < samples.Length; at++)
            samples[at] = (float)((at >= Targets ? 0.9 * samples[at - Targets] : 0) + noise.NextGaussian());
        trace.Append(samples);
        var chain = new ScoreChain(trace, new RecentSpikes(), Clock, [new(0.020, 0.008, 0.001)], Targets, regression: null, predicts: false, team);
        Assert.True(chain.MakeFirstFit(0, FitFrame / 2));
        chain.Advance(FitFrame);
        chain.BeginFit(FitFrame, FitFrame, solves: false);
        return chain;
    }

    private static string Scores(ScoreChain chain, int cut)
    {
        for (int ready = FitFrame; ready < FitFrame + 500; ready += cut)
            chain.Advance(Math.Min(ready + cut, FitFrame + 500));
        ScoreTrack track = chain.TrackAt(FitFrame);
        Assert.Equal(FitFrame, track.FirstFrame);
        return string.Join(' ', Enumerable.Range(0, Tile.Count(Targets)).SelectMany(tile => track[tile].Scores[0].From(FitFrame).ToArray()).Select(BitConverter.SingleToInt32Bits));
    }
}
