using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Tests.Host.Studies;

/// <summary>Measurements in real time, held against each other rather than against a clock; nothing runs beside them.</summary>
[Collection(nameof(Allocations.AllocationMeter))]
public class CellMeasurementTests
{
    private const double SlowedByS = 300e-6;

    [Theory]
    [InlineData("sta", "significance")]
    [InlineData("significance", "sta")]
    public async Task Run_SlowedStage_IsTheOneThatTakesLonger(string slowed, string other)
    {
        CellTimes before = await MeasureAsync("load: { warm_up: 200 ms, duration: 500 ms, stretch: 1 s }");
        CellTimes after = await MeasureAsync($"load: {{ warm_up: 200 ms, duration: 500 ms, stretch: 1 s, slowed: {{ stage: {slowed}, by: 300 us }} }}");
        double more = Service(after, slowed) - Service(before, slowed), elsewhere = Service(after, other) - Service(before, other);
        // A stage that waits for 300 µs takes at least as long; what it did before is a fraction of that.
        Assert.True(Service(after, slowed) >= 0.99 * SlowedByS, $"{Service(after, slowed)} s");
        Assert.InRange(more, 0.6 * SlowedByS, 5 * SlowedByS);
        Assert.True(Math.Abs(elsewhere) < more / 2, $"{slowed} grew by {more} s, {other} by {elsewhere} s");
    }

    [Fact]
    public async Task Run_Overloaded_LatencyGrowsToTheWholeBacklog()
    {
        // Each batch of 1 ms takes 3 ms: after 300 ms of recording the last one is 600 ms late. Who asked the next batch only when the one
        // before was done would have measured 3 ms throughout.
        CellTimes times = await MeasureAsync("load: { warm_up: 0 s, duration: 300 ms, stretch: 1 s, slowed: { stage: sta, by: 3 ms } }");
        double behind = times.WallS - times.RecordedS;
        Assert.True(times.RealTimeFactor < 0.5, $"{times.RealTimeFactor} times real time");
        Assert.True(behind >= times.RecordedS, $"{behind} s behind");
        Assert.True(times.Published.MaxS >= 0.9 * behind, $"{times.Published.MaxS} s of {behind} s");
        Assert.True(times.Published.P50S >= 0.3 * behind, $"{times.Published.P50S} s of {behind} s");
        Assert.All(times.Tenths.Zip(times.Tenths.Skip(1)), pair => Assert.True(pair.First.P50S < pair.Second.P50S, $"{pair.First.P50S} s, then {pair.Second.P50S} s"));
        Assert.Equal(0, times.FramesDropped);
        Assert.StartsWith("stage sta: busy", Bottleneck.Of(times, 0.01), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CountsTheFramesAndReportsAfterItsWarmUp()
    {
        CellTimes times = await MeasureAsync("load: { warm_up: 100 ms, duration: 200 ms, stretch: 1 s }\nset: { links.between: [sta, significance], batch: 4 ms }");
        Assert.Equal((200, 50), (times.Published.Count, times.Absorbed.Count));
        Assert.Equal(Enumerable.Repeat(20L, 10), times.Tenths.Select(tenth => tenth.Count));
        Assert.Equal((0.2, 300), (times.RecordedS, times.FramesUsed));
        Assert.Equal(["replay → sta", "sta → significance"], times.Links.Select(link => link.Name));
        Assert.All(times.Stages, stage => Assert.InRange(stage.BusyFraction, 1e-6, 1));
        Assert.InRange(times.Moments[0].TimeS, -60, 0);
        Assert.Equal((0.004, 0.001), (times.Delay.BatchS, times.Delay.ReportS));
    }

    private static async Task<CellTimes> MeasureAsync(string study)
    {
        StudyCell cell = TinyStudy.Read(study).Cells[0];
        await using CellMeasurement measurement = await CellMeasurement.PrepareAsync(
            cell.Pipeline.Resolved, cell.Load, TimeProvider.System, TestContext.Current.CancellationToken);
        return await measurement.RunAsync(TestContext.Current.CancellationToken);
    }

    private static double Service(CellTimes times, string stage) => times.Stages.First(one => one.Name == stage).Service.P50S;
}
