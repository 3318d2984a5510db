using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Tests.Scoring;

public class TraceClipTests
{
    [Fact]
    public void Apply_AnyTrace_IsHeldBetweenFiveSpreadsBelowAndTwoAboveTheMedian()
    {
        float[] trace = RandomRows.Of(300, 1, sigma: 4);
        trace[17 * Tile.Lanes + 5] = float.NaN;
        trace[18 * Tile.Lanes + 5] = float.PositiveInfinity;
        trace[19 * Tile.Lanes + 5] = float.NegativeInfinity;
        var clip = new TraceClip();
        for (int lane = 0; lane < Tile.Lanes; lane++)
            clip.Set(lane, new RobustLocation(lane - 8, 0.25 * lane));
        var clipped = new float[trace.Length];
        clip.Apply(trace, clipped);
        for (int at = 0; at < trace.Length; at++)
        {
            int lane = at % Tile.Lanes;
            double median = lane - 8, spread = 0.25 * lane;
            double expected = float.IsNaN(trace[at]) ? 0 : Math.Clamp(trace[at] - median, -5 * spread, 2 * spread);
            Assert.Equal(expected, clipped[at], 1e-5);
        }
    }

    [Fact]
    public void Apply_LaneWithoutALocation_IsZero()
    {
        var clipped = new float[20 * Tile.Lanes];
        Array.Fill(clipped, 1);
        new TraceClip().Apply(RandomRows.Of(20, 1), clipped);
        Assert.All(clipped, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Apply_InPlace_IsTheSame()
    {
        float[] trace = RandomRows.Of(50, 2);
        var clip = new TraceClip();
        for (int lane = 0; lane < Tile.Lanes; lane++)
            clip.Set(lane, new RobustLocation(0.1, 0.5));
        var clipped = new float[trace.Length];
        clip.Apply(trace, clipped);
        clip.Apply(trace, trace);
        Assert.Equal(clipped, trace);
    }
}
