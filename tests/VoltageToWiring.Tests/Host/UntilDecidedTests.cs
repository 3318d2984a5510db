using System.Reactive.Subjects;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using static VoltageToWiring.Inference.Significance.ConnectionState;
using static VoltageToWiring.Tests.Host.OnlineReports;

namespace VoltageToWiring.Tests.Host;

public class UntilDecidedTests
{
    private static readonly ConnectionEstimate Open = Pair(0, 0, Online(Undecided));
    private static readonly ConnectionEstimate Found = Pair(1, 0, Online(Excitatory, 2));
    private static readonly ConnectionEstimate NotThere = Pair(0, 0, Online(Absent, 3));

    [Fact]
    public void Reports_UntilAllIsDecided_AreHandedOnAndTheRunIsStoppedOnce()
    {
        (List<double> seen, int stops, bool reached) = Follow(
            Report(1, false, Open, Found), Report(2, false, NotThere, Found), Report(3, false, Open, Found), Report(3.5, true, NotThere, Found));
        Assert.Equal([1, 2], seen);
        Assert.Equal((1, true), (stops, reached));
    }

    [Fact]
    public void Reports_AllDecidedOnlyAtTheEnd_StopNothing()
    {
        (List<double> seen, int stops, bool reached) = Follow(Report(1, false, Open, Found), Report(2, true, NotThere, Found));
        Assert.Equal([1, 2], seen);
        Assert.Equal((0, false), (stops, reached));
    }

    [Fact]
    public void Reports_WithoutPairsOrOnlineScores_AreNeverDecided()
    {
        Assert.Equal(0, Follow(Report(1, false)).Stops);
        Assert.Equal(0, Follow(Report(1, false, Pair(0, 0))).Stops);
    }

    [Fact]
    public void EndAndFault_AreHandedOn()
    {
        using var reports = new Subject<EstimateReport>();
        var ends = new List<string>();
        using IDisposable subscription = reports.Subscribe(_ => { }, fault => ends.Add(fault.Message), () => ends.Add("end"));
        new UntilDecided(reports, () => { }).OnCompleted();
        Assert.Equal(["end"], ends);
        using var failing = new Subject<EstimateReport>();
        using IDisposable other = failing.Subscribe(_ => { }, fault => ends.Add(fault.Message));
        new UntilDecided(failing, () => { }).OnError(new InvalidDataException("fault"));
        Assert.Equal(["end", "fault"], ends);
    }

    private static (List<double> Seen, int Stops, bool IsReached) Follow(params EstimateReport[] stream)
    {
        using var reports = new Subject<EstimateReport>();
        var seen = new List<double>();
        using IDisposable subscription = reports.Subscribe(report => seen.Add(report.TimeSeconds));
        int stops = 0;
        var decided = new UntilDecided(reports, () => stops++);
        foreach (EstimateReport report in stream)
            decided.OnNext(report);
        return (seen, stops, decided.IsReached);
    }
}
