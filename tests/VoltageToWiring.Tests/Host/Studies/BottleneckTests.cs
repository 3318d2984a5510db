using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Tests.Host.Studies;

public class BottleneckTests
{
    private const double Deadline = 0.01;

    public static TheoryData<string, CellTimes> Cases { get; } = new()
    {
        { "link: 7 frames were dropped", AnyTimes.Of(0.02) with { FramesDropped = 7 } },
        { "stage sta: busy 97 %", AnyTimes.Of(0.02) with { Stages = [AnyTimes.Stage("sta", 1e-3, 0.97), AnyTimes.Stage("significance", 1e-5, 0.02)] } },
        { "stage significance: busy 60 %", AnyTimes.Of(0.02) with { Stages = [AnyTimes.Stage("sta", 1e-3, 0.4), AnyTimes.Stage("significance", 1e-5, 0.6)] } },
        { "garbage collection: pauses of 8.00 ms within 10.0 ms, with", AnyTimes.Of(0.02) with { Moments = [new(0, 0, 0, 0, 0, 0), new(0.01, 0, 1, 1, 0.008, 0.02)] } },
        { "reports: none came", AnyTimes.Of(0.02) with { Published = LatencyFigures.None } },
        { "stage significance: one of 1,000 of its items takes 6.00 ms", AnyTimes.Of(0.02) with { Stages = [AnyTimes.Stage("sta", 1e-3, 0.1), AnyTimes.Stage("significance", 6e-3, 0.1)] } },
        { "link replay → sta: one of 1,000 items waits 7.00 ms", AnyTimes.Of(0.02) with { Links = [AnyTimes.Link("replay → sta", 7e-3)] } },
        { "the machine: an idle loop woke 5.00 ms late", AnyTimes.Of(0.02, idleS: 5e-3) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_NamesWhatGaveWay(string named, CellTimes times) => Assert.StartsWith(named, Bottleneck.Of(times, Deadline), StringComparison.Ordinal);

    [Fact]
    public void Of_PauseWhileItWarmedUp_DoesNotCount()
    {
        CellTimes times = AnyTimes.Of(0.02) with { Moments = [new(-1, 0, 0, 0, 0, 0), new(-0.9, 0, 1, 1, 0.5, 0), new(0, 0, 1, 1, 0.5, 0.02)] };
        Assert.DoesNotContain("garbage", Bottleneck.Of(times, Deadline), StringComparison.Ordinal);
    }
}
