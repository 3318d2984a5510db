using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Scoring;

public class SpikeScoresTests
{
    private const int Frames = 100;

    private static readonly float[] Scores = RandomRows.Of(Frames, 1);
    private static readonly float[] Weights = RandomRows.Of(Frames, 2);
    private static readonly float[] Own = [.. RandomRows.Of(Frames / Tile.Lanes + 1, 3).Take(Frames)];
    private static readonly float[] Amplitudes = RandomRows.Of(1, 4);

    [Fact]
    public void Sum_AnySpikes_AddsTheScoresAtThem()
        => Gen.Select(Gen.Int[0, 89].Array[0, 30], Gen.Int[0, 10]).Sample((spikes, shift) =>
        {
            float[] sum = RandomRows.Of(1, 5);
            SpikeScores.Sum(Scores, spikes, shift, sum);
            for (int lane = 0; lane < Tile.Lanes; lane++)
                Assert.Equal(spikes.Sum(spike => (double)Scores[(spike + shift) * Tile.Lanes + lane]), sum[lane], 1e-4);
        });

    [Fact]
    public void SumLeaveOneOut_AnySpikes_PutsTheOwnResponseBack()
        => Gen.Select(Gen.Int[0, 89].Array[0, 30], Gen.Int[0, 10]).Sample((spikes, shift) =>
        {
            float[] sum = RandomRows.Of(1, 5);
            SpikeScores.SumLeaveOneOut(Scores, Weights, Own, Amplitudes, spikes, shift, sum);
            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                double expected = 0;
                foreach (int spike in spikes)
                {
                    int at = (spike + shift) * Tile.Lanes + lane;
                    expected += Scores[at] + (double)Weights[at] * Amplitudes[lane] * Own[spike + shift];
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
            SpikeScores.SumTrajectories(Scores, Weights, Own, leaveOneOut ? Amplitudes : [], spikes, trajectories, delays, sums);
            for (int delay = 0; delay < delays.Length; delay++)
            {
                for (int s = 0; s < trajectories; s++)
                {
                    ReadOnlySpan<int> one = spikes.AsSpan(s * count, count);
                    if (leaveOneOut)
                        SpikeScores.SumLeaveOneOut(Scores, Weights, Own, Amplitudes, one, delays[delay], expected);
                    else
                        SpikeScores.Sum(Scores, one, delays[delay], expected);
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
            () => SpikeScores.SumTrajectories(Scores, Weights, Own, Amplitudes, [5, spike], 1, [0, delay], new float[2 * Tile.Lanes]));
}
