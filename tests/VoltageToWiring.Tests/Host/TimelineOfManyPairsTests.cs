using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;
using static VoltageToWiring.Inference.Significance.ConnectionState;
using static VoltageToWiring.Tests.Host.OnlineReports;

namespace VoltageToWiring.Tests.Host;

/// <summary>Which pairs are in <c>timeline.csv</c> where there are more than are listed one by one.</summary>
public class TimelineOfManyPairsTests
{
    private const int Pairs = 10_001;

    // The last thousand have the most evidence.
    private static readonly ConnectionEstimate[] Nothing =
        [.. Enumerable.Range(0, Pairs).Select(pair => Pair(pair, 0, Online(Undecided, null, pair / 1e5)))];

    [Fact]
    public void TenThousandPairs_AreAllThere()
        => Assert.Equal(
            Enumerable.Range(0, 10_000).SelectMany(pair => new[] { (1.0, pair, "sta"), (1.0, pair, "joint") }),
            Rows(Report(1, false, Nothing[..10_000])));

    [Fact]
    public void NothingDecided_TheStrongestAreThere()
        => Assert.Equal(Strongest(1).Concat(Strongest(2)), Rows(Report(1, false, Nothing), Report(2, false, Nothing)));

    [Fact]
    public void Decisions_HaveARowWhenTheyChange()
    {
        ConnectionEstimate[] decided = [.. Nothing], sooner = [.. Nothing];
        sooner[1] = Pair(1, 0, Online(Insufficient));
        decided[7] = Pair(7, 0, Online(Absent, 2, 0));
        decided[3] = Pair(3, 0, Online(Excitatory, 2, 0.02));
        decided[9500] = Pair(9500, 0, Online(Inhibitory, 2, 3));
        ConnectionEstimate[] changed = [.. decided];
        changed[3] = Pair(3, 0, Online(Inhibitory, 2, 0.02));
        ConnectionEstimate[] takenBack = [.. changed];
        takenBack[3] = Pair(3, 0, Online(Undecided, null, 0.02));
        takenBack[7] = Pair(7, 0, Online(Insufficient));
        Assert.Equal(
            [
                .. Strongest(1),
                .. Joint(2, 3, 7), .. Strongest(2),
                .. Strongest(3),
                .. Joint(4, 3), .. Strongest(4),
                .. Joint(5, 3, 7), .. Strongest(5),
            ],
            Rows(Report(1, false, sooner), Report(2, false, decided), Report(3, false, decided), Report(4, false, changed), Report(5, true, takenBack)));
    }

    [Fact]
    public void DecidedAtTheFirstReport_HasARow()
    {
        ConnectionEstimate[] decided = [.. Nothing];
        decided[4] = Pair(4, 0, Online(Absent, 1, 0));
        Assert.Equal([.. Joint(1, 4), .. Strongest(1)], Rows(Report(1, false, decided)));
    }

    [Fact]
    public void AnAverage_HasARowOnceItIsTested()
    {
        ConnectionEstimate[] tested = [.. Nothing];
        tested[^1] = Tested(Pairs - 1, 0, 2, Online(Undecided, null, 1), Online(Undecided, score: ConnectionScore.Pairwise, deciding: false));
        (double, int, string)[] rows = Rows(Report(1, false, tested));
        Assert.Equal([(1, Pairs - 1, "sta"), (1, Pairs - 1, "joint"), (1, Pairs - 1, "pairwise")], rows[^3..]);
        Assert.Equal(1, rows.Count(row => row.Item3 == "sta"));
    }

    [Fact]
    public void NoOnlineScore_TheSmallestPAreThere()
    {
        // Two thousand with the smallest p; of those the higher ones, and of equal ones the first.
        ConnectionEstimate[] pairs = [.. Enumerable.Range(0, Pairs).Select(pair => pair % 5 == 0 ? Tested(pair, 0, pair < 4000 ? -3 : 2) : pair % 5 == 1 ? Tested(pair, 0, 0.5) : Pair(pair, 0))];
        IEnumerable<int> higher = Enumerable.Range(0, 800).Select(i => 5 * i), first = Enumerable.Range(800, 200).Select(i => 5 * i);
        Assert.Equal(higher.Concat(first).Select(pair => (1.0, pair, "sta")), Rows(Report(1, false, pairs)));
        Assert.Empty(Rows(Report(1, false, [.. Enumerable.Range(0, Pairs).Select(pair => Pair(pair, 0))])));
    }

    [Fact]
    public void ADiskWithoutRoom_IsSaidAndNobodyWaitsForever()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no device here that is always full.");
        // More than is buffered.
        EstimateReport report = Report(1, false, [.. Enumerable.Range(0, 500).Select(pair => Tested(pair, 0, 0.5))]);
        Assert.Throws<IOException>(() =>
        {
            using var timeline = new TimelineWriter("/dev/full");
            for (int i = 0; i < 20; i++)
                timeline.OnNext(report);
        });
    }

    private static IEnumerable<(double Seconds, int Source, string Score)> Strongest(double seconds)
        => Joint(seconds, [.. Enumerable.Range(Pairs - 1000, 1000)]);

    private static IEnumerable<(double Seconds, int Source, string Score)> Joint(double seconds, params int[] pairs)
        => pairs.Select(pair => (seconds, pair, "joint"));

    private static (double Seconds, int Source, string Score)[] Rows(params EstimateReport[] reports)
    {
        using var folder = new TemporaryFolder();
        using (var timeline = new TimelineWriter(folder.File("timeline.csv")))
        {
            foreach (EstimateReport report in reports)
                timeline.OnNext(report);
        }
        return [.. File.ReadLines(folder.File("timeline.csv")).Skip(1).Select(line => line.Split(',')).Select(cells => (
            double.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture),
            int.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture), cells[4]))];
    }
}
