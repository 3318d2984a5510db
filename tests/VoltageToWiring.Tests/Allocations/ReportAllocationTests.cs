namespace VoltageToWiring.Tests.Allocations;

/// <summary>A report allocates in proportion to the pairs that it reports.</summary>
[Collection(nameof(AllocationMeter))]
public class ReportAllocationTests
{
    private const string Pipeline = """
        name: reports
        source:
          simulate:
            duration: 20 s
            timestep: 0.5 ms
            trains: { count: 20, rate: 5 Hz }
            wiring: random
            imaging: { frame_rate: 500 Hz }
        workers: 2
        batch: 50 ms
        inference:
          sta: { scheme: none }
          online: { surrogates: 19, report_every: 200 ms }
        """;

    [Theory]
    [InlineData("joint", 100)]
    [InlineData("both", 150)]
    public async Task Report_FourTimesThePairs_TakesFourTimesTheBytes(string score, double mostBytesOfPair)
    {
        await BytesOfReport(16, score);
        double of16 = await BytesOfReport(16, score), of32 = await BytesOfReport(32, score), of64 = await BytesOfReport(64, score);
        double each = (of64 - of16) / (20 * (64 - 16));
        Assert.InRange((of64 - of32) / (of32 - of16), 1.8, 2.2);
        // Only what has changed since the report before: blocks end one train at a time.
        Assert.InRange(each, 1, mostBytesOfPair);
        // What a report takes whatever it reports is less than ten trains' worth of pairs take.
        Assert.InRange(of16 - 20 * 16 * each, 0, 100 * each);
    }

    // The least of three runs: what other threads of this process have left to do comes on top.
    private static async Task<double> BytesOfReport(int targets, string score)
    {
        double least = double.PositiveInfinity;
        for (int run = 0; run < 3; run++)
            least = Math.Min(least, await BytesOfReportInARun(targets, score));
        return least;
    }

    // The median, so that a room that grows at some report does not count.
    private static async Task<double> BytesOfReportInARun(int targets, string score)
    {
        long[] bytes = await AllocationMeter.AtReportsAsync(Pipeline, $"source.simulate.targets={targets}", $"inference.online.score={score}");
        long[] reports = [.. bytes.Zip(bytes.Skip(1), (before, after) => after - before).Skip(50).Order()];
        return reports[reports.Length / 2];
    }
}
