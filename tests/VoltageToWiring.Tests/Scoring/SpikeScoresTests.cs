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
}
