using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Scoring;

public class StateWeightingTests
{
    [Fact]
    public void States_AnyTrace_AreTheMeansOfTheFramesBefore()
    {
        const int Frames = 60;
        float[] clipped = RandomRows.Of(StateWeighting.StateFrames + Frames - 1, 1);
        var states = new float[Frames * Tile.Lanes];
        StateWeighting.States(clipped, states);
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            double[] trace = RandomRows.Lane(clipped, lane), actual = RandomRows.Lane(states, lane);
            for (int t = 0; t < Frames; t++)
                Assert.Equal(trace[t..(t + StateWeighting.StateFrames)].Average(), actual[t], 1e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(299)]
    [InlineData(600)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void Fit_AnyPast_GivesTheWeightsOfTheFormula(int frames)
    {
        const int Lane = 11;
        (float[] states, float[] filtered) = Past(frames, frames);
        if (frames == 1)
        {
            Assert.False(new StateWeighting().Fit(Lane, states, filtered, new float[1]));
            return;
        }
        var weighting = new StateWeighting();
        Assert.True(weighting.Fit(Lane, states, filtered, new float[frames]));
        (float[] scores, float[] weights) = Apply(weighting, Lane, states, filtered);

        int classes = Math.Clamp(frames / 300, 1, StateWeighting.MaxClasses);
        // Of long pasts about two thousand frames are sorted.
        int stride = Math.Max(1, frames / 2000);
        float[] sorted = [.. states.Where((_, t) => t % stride == 0).Order()];
        float[] edges = [.. Enumerable.Range(1, classes - 1).Select(b => sorted[(long)sorted.Length * b / classes])];
        int[] classOf = [.. states.Select(state => edges.Count(edge => state > edge))];
        Assert.Equal(classes, classOf.Distinct().Count());
        var mean = new double[classes];
        var variance = new double[classes];
        double precision = 0;
        for (int b = 0; b < classes; b++)
        {
            double[] h = [.. Enumerable.Range(0, frames).Where(t => classOf[t] == b).Select(t => (double)filtered[t])];
            mean[b] = h.Average();
            variance[b] = h.Average(value => Math.Pow(value - mean[b], 2));
            precision += (double)h.Length / frames / variance[b];
        }
        for (int t = 0; t < frames; t++)
        {
            double weight = 1 / variance[classOf[t]] / Math.Sqrt(precision);
            Assert.Equal(1, weights[t] / weight, 1e-5);
            Assert.Equal((filtered[t] - mean[classOf[t]]) * weight, scores[t], 1e-4);
        }
        Assert.Equal(0, scores.Average(), 1e-5);
        Assert.Equal(1, scores.Average(score => (double)score * score), 1e-4);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(1000)]
    [InlineData(5003)]
    public void FitTile_FramesThatCountInSomeLanesOnly_IsThePlainFitOfEachLane(int frames)
    {
        const int Least = 300;
        float[] states = RandomRows.Of(frames, 7), filtered = RandomRows.Of(frames, 8);
        for (int t = 0; t < frames; t++)
        {
            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                filtered[t * Tile.Lanes + lane] = filtered[t * Tile.Lanes + lane] * (1 + Math.Abs(states[t * Tile.Lanes + lane])) + 0.3f * lane;
                // Lane 0 whole, lane 15 hardly there; lane 3 says nothing.
                if (lane == 15 ? t >= 100 : lane > 0 && (t * 31 + lane) % (40 - lane) == 0)
                    states[t * Tile.Lanes + lane] = float.NaN;
                if (lane == 3)
                    filtered[t * Tile.Lanes + lane] = 0.7f;
            }
        }
        var fast = new StateWeighting();
        var fitted = new bool[Tile.Lanes];
        fast.FitTile(states, filtered, Least, new float[frames], fitted);
        var plain = new StateWeighting();
        var scratch = new float[frames];
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            int[] valid = [.. Enumerable.Range(0, frames).Where(t => !float.IsNaN(states[t * Tile.Lanes + lane]))];
            bool expected = valid.Length >= Least && plain.Fit(
                lane, [.. valid.Select(t => states[t * Tile.Lanes + lane])], [.. valid.Select(t => filtered[t * Tile.Lanes + lane])], scratch);
            Assert.Equal(expected, fitted[lane]);
            Assert.Equal(expected, lane is not (3 or 15) && valid.Length >= Least);
        }
        float[] probes = RandomRows.Of(500, 9), h = RandomRows.Of(500, 10);
        var actual = new float[2][];
        var wanted = new float[2][];
        foreach ((StateWeighting weighting, float[][] to) in new[] { (fast, actual), (plain, wanted) })
        {
            (to[0], to[1]) = (new float[probes.Length], new float[probes.Length]);
            weighting.Apply(probes, h, to[0], to[1]);
        }
        for (int at = 0; at < probes.Length; at++)
        {
            Assert.Equal(wanted[0][at], actual[0][at], 1e-4);
            Assert.Equal(wanted[1][at], actual[1][at], 1e-4);
        }
    }

    [Fact]
    public void Fit_EqualStates_IsOneClass()
    {
        const int Frames = 3000;
        (_, float[] filtered) = Past(Frames, 3);
        var weighting = new StateWeighting();
        Assert.True(weighting.Fit(0, new float[Frames], filtered, new float[Frames]));
        (float[] scores, float[] weights) = Apply(weighting, 0, new float[Frames], filtered);
        Assert.Single(weights.Distinct());
        Assert.Equal(1, scores.Average(score => (double)score * score), 1e-4);
    }

    [Fact]
    public void Fit_NothingToFit_LeavesTheLaneAsItWas()
    {
        (float[] states, float[] filtered) = Past(900, 4);
        var weighting = new StateWeighting();
        Assert.False(weighting.Fit(2, [], [], []));
        Assert.False(weighting.Fit(2, states, new float[900], new float[900]));
        Assert.All(Apply(weighting, 2, states, filtered).Scores, score => Assert.Equal(0, score));
        Assert.True(weighting.Fit(2, states, filtered, new float[900]));
        float[] before = Apply(weighting, 2, states, filtered).Scores;
        Assert.False(weighting.Fit(2, states, new float[900], new float[900]));
        Assert.Equal(before, Apply(weighting, 2, states, filtered).Scores);
    }

    [Fact]
    public void CopyFrom_Another_CopiesEveryLane()
    {
        (float[] states, float[] filtered) = Past(1200, 5);
        var from = new StateWeighting();
        from.Fit(3, states, filtered, new float[1200]);
        from.Fit(4, states, filtered, new float[1200]);
        var to = new StateWeighting();
        to.Fit(5, states, filtered, new float[1200]);
        to.CopyFrom(from);
        Assert.Contains(Apply(to, 3, states, filtered).Scores, score => score != 0);
        Assert.Equal(Apply(from, 3, states, filtered).Scores, Apply(to, 3, states, filtered).Scores);
        Assert.Equal(Apply(from, 4, states, filtered).Scores, Apply(to, 4, states, filtered).Scores);
        Assert.All(Apply(to, 5, states, filtered).Scores, score => Assert.Equal(0, score));
    }

    // h wanders the more the higher the state, and about a mean that rises with it.
    private static (float[] States, float[] Filtered) Past(int frames, int seed)
    {
        RandomStream random = new RandomStreams(9).Stream("past", seed);
        float[] states = [.. Enumerable.Range(0, frames).Select(_ => (float)random.NextGaussian())];
        return (states, [.. states.Select(state => (float)(0.3 * state + Math.Exp(state / 2) * random.NextGaussian()))]);
    }

    private static (float[] Scores, float[] Weights) Apply(StateWeighting weighting, int lane, float[] states, float[] filtered)
    {
        var rows = new float[4][];
        for (int i = 0; i < 4; i++)
            rows[i] = new float[states.Length * Tile.Lanes];
        for (int t = 0; t < states.Length; t++)
        {
            rows[0][t * Tile.Lanes + lane] = states[t];
            rows[1][t * Tile.Lanes + lane] = filtered[t];
        }
        weighting.Apply(rows[0], rows[1], rows[2], rows[3]);
        return ([.. RandomRows.Lane(rows[2], lane).Select(value => (float)value)], [.. RandomRows.Lane(rows[3], lane).Select(value => (float)value)]);
    }
}
