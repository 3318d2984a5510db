using VoltageToWiring.Inference.Scoring;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Tests.Scoring;

namespace VoltageToWiring.Tests.Inference;

public class ScoreTrackTests
{
    private const int Sources = 3;
    private const int Targets = 18;
    private const int Padded = 2 * Tile.Lanes;
    private const int Frames = 1400;

    private static readonly double[] Whitening = [1, -0.8, 0.25, -0.1, .. new double[ScoringClock.WhiteningOrder - 3]];
    private static readonly ScoringClock Clock = new(TestClock.Frames(1000));
    private static readonly PspTemplate[] Shapes = [new(0.020, 0.008, 0.001), new(0.030, 0.005, 0.001)];

    private readonly float[] _samples = Samples();
    private readonly (long Frame, int Source)[] _spikes = Spikes();
    private readonly float[] _amplitudes = [.. Enumerable.Range(0, Sources * Padded).Select(at => at % Padded < Targets ? 0.2f + 0.05f * (at % 7) : 0)];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(500, 0)]
    [InlineData(300, 100)]
    public void Advance_AnyFit_IsClippingPredictionWhiteningAndMatchingAsTheyStand(int first, int beginOfTraces)
    {
        ScoreFit fit = Fit(_amplitudes, 299);
        ScoreTrack track = Advance(fit, first, beginOfTraces, [Frames]);
        for (int target = 0; target < Targets; target++)
        {
            (double[] clipped, double[] residual) = Residual(fit, first, target, beginOfTraces);
            int lane = target % Tile.Lanes;
            TileTrack rows = track[target / Tile.Lanes];
            Assert.Equal(Frames - Clock.Window + 1, rows.States.EndFrame);
            for (int shape = 0; shape < Shapes.Length; shape++)
            {
                double[] expected = Match(fit.Shapes[shape].Filter, residual, first);
                double[] filtered = RandomRows.Lane(rows.Filtered[shape].From(first), lane);
                float[] packed = rows.Scores[shape].From(first).ToArray(), g = new float[packed.Length], w = new float[packed.Length];
                PackedScores.Unpack(packed, g, w);
                double[] scores = RandomRows.Lane(g, lane), weights = RandomRows.Lane(w, lane);
                double[] states = RandomRows.Lane(rows.States.From(first), lane);
                Assert.Equal(expected.Length, filtered.Length);
                for (int t = 0; t < expected.Length; t++)
                {
                    Assert.Equal(expected[t], filtered[t], 5e-5);
                    double state = Enumerable.Range(first + t - StateWeighting.StateFrames, StateWeighting.StateFrames).Average(frame => At(clipped, frame));
                    Assert.Equal(state, states[t], 1e-5);
                    // One class: the weight is the same everywhere.
                    Assert.Equal(weights[0], weights[t]);
                    Assert.Equal((filtered[t] - filtered[0]) * weights[0], scores[t] - scores[0], 0.01 * (0.1 + Math.Abs(scores[t]) + Math.Abs(scores[0])));
                }
                Assert.True(weights[0] > 0);
            }
        }
    }

    [Fact]
    public void Advance_AnyCutAndDiscards_IsTheSameToTheBit()
    {
        ScoreFit fit = Fit(_amplitudes, 3000);
        string Scored(int[] cuts)
        {
            var seen = new List<float>();
            Advance(fit, 300, 100, cuts, track =>
            {
                for (int tile = 0; tile < 2; tile++)
                {
                    foreach (TileRows[] rows in new[] { track[tile].Filtered, track[tile].Scores, [track[tile].States] })
                        Assert.All(rows, row => Assert.Equal(track[tile].States.EndFrame, row.EndFrame));
                }
                // Tile 1 follows tile 0.
                long end = track[0].States.EndFrame;
                for (long frame = track[0].States.FirstFrame; frame < end; frame++)
                {
                    for (int tile = 0; tile < 2; tile++)
                    {
                        for (int shape = 0; shape < 2; shape++)
                        {
                            seen.AddRange(track[tile].Filtered[shape].From(frame, 1));
                            seen.AddRange(track[tile].Scores[shape].From(frame, 1));
                        }
                    }
                }
                track.DiscardBefore(end, track[0].Clipped.EndFrame - 30);
            });
            return string.Join(' ', seen.Select(BitConverter.SingleToInt32Bits));
        }
        string whole = Scored([Frames]);
        Assert.True(whole.Length > 100_000);
        Gen.Int[1, 300].Array[0, 12].Sample(cuts => Assert.True(whole == Scored(cuts), "Another cut, other scores."), iter: 15);
    }

    [Fact]
    public void Scores_OwnTermPutBack_AreThoseWithoutTheTrain()
    {
        const int First = 500;
        ScoreFit fit = Fit(_amplitudes, 299);
        ScoreTrack all = Advance(fit, First, 0, [Frames]);
        for (int source = 0; source < Sources; source++)
        {
            float[] others = [.. _amplitudes];
            others.AsSpan(source * Padded, Padded).Clear();
            ScoreTrack without = Advance(Fit(others, 299), First, 0, [Frames]);
            for (int shape = 0; shape < Shapes.Length; shape++)
            {
                var own = new float[Frames];
                foreach ((long frame, int of) in _spikes)
                {
                    if (of == source)
                        fit.Shapes[shape].Own.Add(frame - First, own);
                }
                Assert.True(own.Max() > 0.5);
                for (int target = 0; target < Targets; target++)
                {
                    // Missing frames of a target are at its median whatever is predicted; no block near them counts.
                    if (target == 2)
                        continue;
                    double[] left = RandomRows.Lane(all[target / Tile.Lanes].Filtered[shape].From(First), target % Tile.Lanes);
                    double[] expected = RandomRows.Lane(without[target / Tile.Lanes].Filtered[shape].From(First), target % Tile.Lanes);
                    for (int t = 0; t < left.Length; t++)
                        Assert.Equal(expected[t], left[t] + _amplitudes[source * Padded + target] * own[t], 5e-5);
                }
            }
        }
    }

    [Fact]
    public void Advance_NothingPredicted_IsTheClippedTraceAlone()
    {
        ScoreTrack track = Advance(Fit([], 299), 0, 0, [Frames]);
        Assert.Equal(track[0].Clipped.From(0).ToArray(), track[0].Residual.From(0).ToArray());
    }

    [Fact]
    public void Begin_AnewWithAnotherFit_IsAsIfItWereTheFirst()
    {
        var trace = new AnalysisTrace(Targets, Clock.LongestBridge);
        trace.Append(_samples);
        var spikes = new RecentSpikes();
        foreach ((long frame, int source) in _spikes)
            spikes.Add(frame, source);
        var fit = new ScoreFit(Shapes, Targets, Clock, regresses: true);
        Set(fit, [1, -0.3, .. new double[ScoringClock.WhiteningOrder - 1]], [.. _amplitudes.Select(amplitude => -amplitude)], 299);
        ScoreTrack again = AdvanceAll(new ScoreTrack(fit, trace, spikes, Clock).Begin(700, 600), trace);
        string before = Bits(again);
        for (int tile = 0; tile < trace.Tiles; tile++)
            again.Release(tile);
        Set(fit, Whitening, _amplitudes, 3000);
        AdvanceAll(again.Begin(300, 100), trace);
        ScoreTrack fresh = AdvanceAll(new ScoreTrack(Fit(_amplitudes, 3000), trace, spikes, Clock).Begin(300, 100), trace);
        Assert.Equal(long.MaxValue, again.EndFrame);
        Assert.NotEqual(before, Bits(again));
        Assert.Equal(Bits(fresh), Bits(again));
    }

    private static ScoreTrack AdvanceAll(ScoreTrack track, AnalysisTrace trace)
    {
        for (int tile = 0; tile < trace.Tiles; tile++)
            track.Advance(tile, trace.ReadyFrame);
        return track;
    }

    private static string Bits(ScoreTrack track)
        => string.Join(' ', Enumerable.Range(0, 2).SelectMany(tile => track[tile].Filtered.Concat(track[tile].Scores).Append(track[tile].States))
            .SelectMany(rows => rows.From(rows.FirstFrame).ToArray()).Select(BitConverter.SingleToInt32Bits));

    private ScoreTrack Advance(ScoreFit fit, long first, long beginOfTraces, int[] cuts, Action<ScoreTrack>? look = null)
    {
        var trace = new AnalysisTrace(Targets, Clock.LongestBridge);
        var spikes = new RecentSpikes();
        ScoreTrack track = new ScoreTrack(fit, trace, spikes, Clock).Begin(first, beginOfTraces);
        int from = 0, added = 0;
        foreach (int count in cuts.Append(Frames))
        {
            int end = Math.Min(Frames, from + count);
            trace.Append(_samples.AsSpan(from * Targets, (end - from) * Targets));
            for (; added < _spikes.Length && _spikes[added].Frame < end; added++)
            {
                // What lies before the beginning is forgotten by then.
                if (_spikes[added].Frame >= beginOfTraces)
                    spikes.Add(_spikes[added].Frame, _spikes[added].Source);
            }
            if (trace.ReadyFrame >= beginOfTraces)
            {
                for (int tile = 0; tile < trace.Tiles; tile++)
                    track.Advance(tile, trace.ReadyFrame);
                look?.Invoke(track);
            }
            from = end;
        }
        return track;
    }

    private (double[] Clipped, double[] Residual) Residual(ScoreFit fit, int first, int target, int beginOfTraces)
    {
        int begin = first - Clock.WarmUp(fit.Template);
        var potential = new double[Frames];
        fit.Template.Sample(potential);
        var clipped = new double[Frames];
        var residual = new double[Frames];
        RobustLocation location = fit.Locations[target];
        for (int t = Math.Max(begin, beginOfTraces); t < Frames; t++)
        {
            float sample = _samples[t * Targets + target];
            if (float.IsNaN(sample))
                continue;
            clipped[t] = Math.Clamp(sample - location.Median, -5 * location.Spread, 2 * location.Spread);
            residual[t] = clipped[t];
            foreach ((long frame, int source) in _spikes)
            {
                if (frame >= Math.Max(begin, beginOfTraces) && frame <= t)
                    residual[t] -= _amplitudes[source * Padded + target] * potential[t - frame];
            }
        }
        return (clipped, residual);
    }

    private static double[] Match(MatchedFilter filter, double[] residual, int first)
    {
        var h = new double[Frames - filter.LookAhead - first];
        for (int t = 0; t < h.Length; t++)
        {
            for (int j = -filter.LeadFrames; j < filter.WindowFrames; j++)
            {
                double white = 0;
                for (int q = 0; q < Whitening.Length; q++)
                    white += Whitening[q] * At(residual, first + t + j - q);
                h[t] += filter.Weights[j + filter.LeadFrames] * white;
            }
        }
        return h;
    }

    private static double At(double[] values, int frame) => frame < 0 ? 0 : values[frame];

    private static ScoreFit Fit(float[] amplitudes, int studied)
    {
        var fit = new ScoreFit(Shapes, Targets, Clock, regresses: false);
        Set(fit, Whitening, amplitudes, studied);
        return fit;
    }

    private static void Set(ScoreFit fit, double[] whitening, float[] amplitudes, int studied)
    {
        RobustLocation[] locations = [.. Enumerable.Range(0, Targets).Select(target => new RobustLocation(0.1 * target, 0.8))];
        StateWeighting[] first = [.. Shapes.Select(_ => Weighting(studied, 1))], second = [.. Shapes.Select(_ => Weighting(studied, 2))];
        fit.Set(locations, whitening, [first, second], amplitudes);
    }

    private static StateWeighting Weighting(int studied, int seed)
    {
        RandomStream random = new RandomStreams(6).Stream("weighting", seed);
        var weighting = new StateWeighting();
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            float[] states = [.. Enumerable.Range(0, studied).Select(_ => (float)(0.2 * random.NextGaussian()))];
            float[] filtered = [.. states.Select(state => (float)((0.2 + Math.Abs(state)) * random.NextGaussian()))];
            Assert.True(weighting.Fit(lane, states, filtered, new float[studied]));
        }
        return weighting;
    }

    // Some samples lie beyond the cut; target 2 has a gap. Short runs of missing frames are the trace's affair.
    private static float[] Samples()
    {
        RandomStream random = new RandomStreams(6).Stream("samples");
        var samples = new float[Frames * Targets];
        for (int at = 0; at < samples.Length; at++)
            samples[at] = (float)(0.1 * (at % Targets) + random.NextGaussian());
        for (int frame = 700; frame < 760; frame++)
            samples[frame * Targets + 2] = float.NaN;
        return samples;
    }

    private static (long Frame, int Source)[] Spikes()
    {
        RandomStream random = new RandomStreams(6).Stream("spikes");
        return [.. Enumerable.Range(0, 120)
            .Select(_ => ((long)random.NextAtMost(Frames - 1), (int)random.NextAtMost(Sources - 1)))
            .OrderBy(spike => spike.Item1)];
    }
}
