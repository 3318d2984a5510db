using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Scoring;

public class SpikeScoresTests
{
    private const int Frames = 100;

    private static readonly float[] Packed = Pack(RandomRows.Of(Frames, 1), RandomRows.Of(Frames, 2));
    private static readonly (float[] Scores, float[] Weights) Unpacked = Unpack(Packed);
    private static readonly float[] Own = [.. RandomRows.Of(Frames / Tile.Lanes + 1, 3).Take(Frames)];
    private static readonly float[] Amplitudes = RandomRows.Of(1, 4);

    [Fact]
    public void Sum_AnySpikes_AddsTheScoresAtThem()
        => Gen.Select(Gen.Int[0, 89].Array[0, 30], Gen.Int[0, 10]).Sample((spikes, shift) =>
        {
            float[] sum = RandomRows.Of(1, 5);
            SpikeScores.Sum(Packed, spikes, shift, sum);
            for (int lane = 0; lane < Tile.Lanes; lane++)
                Assert.Equal(spikes.Sum(spike => (double)Unpacked.Scores[(spike + shift) * Tile.Lanes + lane]), sum[lane], 1e-4);
        });

    [Fact]
    public void SumLeaveOneOut_AnySpikes_PutsTheOwnResponseBack()
        => Gen.Select(Gen.Int[0, 89].Array[0, 30], Gen.Int[0, 10]).Sample((spikes, shift) =>
        {
            float[] sum = RandomRows.Of(1, 5);
            SpikeScores.SumLeaveOneOut(Packed, Own, Amplitudes, spikes, shift, sum);
            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                double expected = 0;
                foreach (int spike in spikes)
                {
                    int at = (spike + shift) * Tile.Lanes + lane;
                    expected += Unpacked.Scores[at] + (double)Unpacked.Weights[at] * Amplitudes[lane] * Own[spike + shift];
                }
                Assert.Equal(expected, sum[lane], 2e-4);
            }
        });

    [Fact]
    public void SumTrajectories_AnyDelays_IsThePlainSumOfEachToTheBit()
        => Gen.Select(Gen.Int[1, 7], Gen.Int[0, 20], Gen.Int[0, 9].Array[1, 7], Gen.Bool, Gen.Int[0, 1000]).Sample((trajectories, count, delays, leaveOneOut, seed) =>
        {
            RandomStream random = new RandomStreams(5).Stream("spikes", seed);
            int[] spikes = [.. Enumerable.Range(0, trajectories * count).Select(_ => (int)random.NextAtMost(89))];
            float[] sums = RandomRows.Of(delays.Length * trajectories, 6);
            var expected = new float[Tile.Lanes];
            SpikeScores.SumTrajectories(Packed, Own, leaveOneOut ? Amplitudes : [], spikes, trajectories, delays, sums);
            for (int delay = 0; delay < delays.Length; delay++)
            {
                for (int s = 0; s < trajectories; s++)
                {
                    ReadOnlySpan<int> one = spikes.AsSpan(s * count, count);
                    if (leaveOneOut)
                        SpikeScores.SumLeaveOneOut(Packed, Own, Amplitudes, one, delays[delay], expected);
                    else
                        SpikeScores.Sum(Packed, one, delays[delay], expected);
                    Assert.Equal(expected, sums.AsSpan((delay * trajectories + s) * Tile.Lanes, Tile.Lanes).ToArray());
                }
            }
        });

    [Theory]
    [InlineData(98, 2)]
    [InlineData(-1, 0)]
    [InlineData(1, -2)]
    public void SumTrajectories_SpikeOutsideTheRows_IsRefused(int spike, int delay)
        => Assert.Throws<ArgumentOutOfRangeException>(
            () => SpikeScores.SumTrajectories(Packed, Own, Amplitudes, [5, spike], 1, [0, delay], new float[2 * Tile.Lanes]));

    [Fact]
    public void Pack_AnyNumbers_RoundsBothToEightBits()
    {
        float[] scores = [.. RandomRows.Of(50, 7, 3), 0, -0f, 1, -1, 1e-30f, -1e30f, .. new float[10]];
        float[] weights = [.. RandomRows.Of(50, 8).Select(Math.Abs), .. new float[Tile.Lanes]];
        (float[] g, float[] w) = Unpack(Pack(scores, weights));
        for (int at = 0; at < scores.Length; at++)
        {
            Assert.InRange(Math.Abs(g[at] - scores[at]), 0, Math.Abs(scores[at]) / 256);
            Assert.InRange(Math.Abs(w[at] - weights[at]), 0, Math.Abs(weights[at]) / 256);
        }
        // What is packed again stays as it is, and rounding is not to one side.
        Assert.Equal(g, Unpack(Pack(g, w)).Scores);
        Assert.Equal(0, Enumerable.Range(0, 800).Average(at => (g[at] - scores[at]) / scores[at]), 3e-4);
    }

    private static float[] Pack(float[] scores, float[] weights)
    {
        var packed = new float[scores.Length];
        PackedScores.Pack(scores, weights, packed);
        return packed;
    }

    private static (float[] Scores, float[] Weights) Unpack(float[] packed)
    {
        var scores = new float[packed.Length];
        var weights = new float[packed.Length];
        PackedScores.Unpack(packed, scores, weights);
        return (scores, weights);
    }
}
