using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Scoring;

public class PredictedPotentialsTests
{
    private const int Frames = 400;

    private static readonly PspTemplate Template = new(0.020, 0.008, 0.001);

    [Fact]
    public void SubtractFrom_AnyInputs_LeavesTheTraceLessTheirConvolution()
    {
        float[] input = Inputs();
        float[] trace = RandomRows.Of(Frames, 2);
        float[] left = [.. trace];
        new PredictedPotentials(Template).SubtractFrom(input, left);
        var potential = new double[Frames];
        Template.Sample(potential);
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            double[] u = RandomRows.Lane(input, lane), y = RandomRows.Lane(trace, lane), actual = RandomRows.Lane(left, lane);
            for (int t = 0; t < Frames; t++)
            {
                for (int lag = 0; lag <= t; lag++)
                    y[t] -= u[t - lag] * potential[lag];
                Assert.Equal(y[t], actual[t], 2e-5);
            }
        }
    }

    [Fact]
    public void SubtractFrom_AnyCut_IsTheSameToTheBit()
        => Gen.Int[0, Frames].Array[0, 5].Sample(cuts =>
        {
            float[] input = Inputs();
            var whole = new float[input.Length];
            new PredictedPotentials(Template).SubtractFrom(input, whole);
            var pieces = new float[input.Length];
            var predicted = new PredictedPotentials(Template);
            int from = 0;
            foreach (int to in cuts.Append(Frames).Order())
            {
                predicted.SubtractFrom(input.AsSpan(from * Tile.Lanes, (to - from) * Tile.Lanes), pieces.AsSpan(from * Tile.Lanes, (to - from) * Tile.Lanes));
                from = to;
            }
            Assert.Equal(whole, pieces);
        });

    [Fact]
    public void SubtractFrom_OneInput_IsSeenAFrameLaterAndPeaksAtItsAmplitude()
    {
        var input = new float[100 * Tile.Lanes];
        input[10 * Tile.Lanes + 3] = 2;
        var trace = new float[input.Length];
        new PredictedPotentials(Template).SubtractFrom(input, trace);
        double[] lane = RandomRows.Lane(trace, 3);
        Assert.All(lane[..11], value => Assert.Equal(0, value));
        Assert.True(lane[11] < 0);
        Assert.Equal(-2, lane.Min(), 1e-5);
        Assert.All(RandomRows.Lane(trace, 4), value => Assert.Equal(0, value));
    }

    // Sparse, as spikes are.
    private static float[] Inputs() => [.. RandomRows.Of(Frames, 1).Select(value => Math.Abs(value) > 1.5 ? value : 0)];
}
