using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Tests.Host.Studies;

public class StudyWordsTests
{
    [Theory]
    [InlineData(10, "never held more than 10 of 64 batches; 20 would do.")]
    [InlineData(40, "held up to 40 of 64 batches; leave it.")]
    [InlineData(64, "held up to 64 of 64 batches; raise it.")]
    public void Recommendations_OfALink_DependOnHowFullItWas(int highWater, string expected)
    {
        CellTimes times = AnyTimes.Of(0.001) with { Links = [AnyTimes.Link("replay → sta", 1e-5, 64, highWater)] };
        Assert.Contains(StudyWords.Recommendations(Found(times)), sentence => sentence.EndsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Recommendations_CellWithoutEstimates_IsNotTheShortest()
    {
        string[] said = [.. StudyWords.Recommendations(Found(AnyTimes.Of(0.001) with { Published = LatencyFigures.None }, AnyTimes.Of(0.02), AnyTimes.Of(0.5)))];
        Assert.Contains("Shortest at the 99.9th percentile: batch 2 ms, 20.0 ms.", said);
        Assert.Contains("batch: 2 ms, with a 99.9th percentile of 20.0 ms; with 3 ms it is 500 ms.", said);
        Assert.Contains(said, sentence => sentence.StartsWith("1 of 3 cells published no estimate", StringComparison.Ordinal));
    }

    // What a run takes for its last batch is no falling behind, however short it is; more than the time of a batch is.
    [Theory]
    [InlineData(0.1009, true)]
    [InlineData(0.102, false)]
    public void KeepsUp_OfAShortRun_AllowsForItsLastBatch(double wallS, bool expected)
        => Assert.Equal(expected, new CellSummary(Found(AnyTimes.Of(0.001) with { RecordedS = 0.1, WallS = wallS }).Cells[0]).KeepsUp);

    private static StudyJson Found(params CellTimes[] cells) => new()
    {
        Study = "made up",
        Version = "1.0",
        Machine = "a machine",
        Ending = "completed",
        WallS = 1,
        Text = "name: made up",
        Keys = ["batch"],
        Cells =
        [
            .. cells.Select((times, at) => new MeasuredCell(
                at + 1, [$"{at + 1} ms"], $"batch {at + 1} ms", new Workload(30, 50, 1000, 0.001, 0.001, 1), [new MeasuredRun($"cells/{at + 1:000}/1", times)], null)),
        ],
        Capacity = [],
    };
}
