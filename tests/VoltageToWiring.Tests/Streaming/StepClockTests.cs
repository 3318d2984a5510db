using Microsoft.Extensions.Time.Testing;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Streaming;

public class StepClockTests
{
    private static readonly SampleClock TenKilohertz = new(10_000);

    [Fact]
    public async Task Next_AsFastAsPossible_CutsTheRecordingIntoRanges()
    {
        using var clock = new StepClock(TenKilohertz, 250, 100, Pace.Max, new FakeTimeProvider());
        var ranges = new List<(long, int)>();
        while (await clock.WaitForNextAsync())
        {
            StepRange range = clock.Next();
            ranges.Add((range.First, range.Count));
        }
        Assert.Equal([(0, 100), (100, 100), (200, 50)], ranges);
        Assert.False(clock.Stopped);
    }

    [Theory]
    [InlineData(1.0, 10)]
    [InlineData(4.0, 3)]
    public async Task WaitForNextAsync_Paced_ReleasesARangeWhenItsLastStepIsOver(double speed, int milliseconds)
    {
        var time = new FakeTimeProvider();
        using var clock = new StepClock(TenKilohertz, 200, 100, new Pace(speed), time);
        ValueTask<bool> first = clock.WaitForNextAsync();
        time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.False(first.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await first);
        StepRange range = clock.Next();
        Assert.Equal(0, range.First);
        Assert.Equal(TimeSpan.FromMilliseconds(10 / speed), TimeSpan.FromTicks(range.IntendedTimestamp - new FakeTimeProvider().GetTimestamp()));
    }

    [Fact]
    public async Task WaitForNextAsync_Late_CatchesUpWithoutWaiting()
    {
        var time = new FakeTimeProvider();
        using var clock = new StepClock(TenKilohertz, 1000, 100, Pace.RealTime, time);
        ValueTask<bool> first = clock.WaitForNextAsync();
        time.Advance(TimeSpan.FromMilliseconds(55));
        Assert.True(await first);
        clock.Next();
        for (int i = 0; i < 4; i++)
        {
            ValueTask<bool> next = clock.WaitForNextAsync();
            Assert.True(next.IsCompleted);
            Assert.True(await next);
            clock.Next();
        }
        Assert.False(clock.WaitForNextAsync().IsCompleted);
    }

    [Fact]
    public async Task Stop_WhileWaiting_EndsTheWait()
    {
        using var clock = new StepClock(TenKilohertz, 1000, 100, Pace.RealTime, new FakeTimeProvider());
        ValueTask<bool> waiting = clock.WaitForNextAsync();
        clock.Stop();
        Assert.False(await waiting);
        Assert.True(clock.Stopped);
        Assert.False(await clock.WaitForNextAsync());
    }

    [Fact]
    public async Task WaitForNextAsync_AtItsGate_WaitsUntilItIsMovedOnOrStopped()
    {
        var gate = new StepGate(150);
        using var clock = new StepClock(TenKilohertz, 1000, 100, Pace.Max, new FakeTimeProvider(), gate);
        Assert.True(await clock.WaitForNextAsync());
        Assert.Equal(100, clock.Next().Count);
        Assert.True(await clock.WaitForNextAsync());
        Assert.Equal(50, clock.Next().Count);
        ValueTask<bool> waiting = clock.WaitForNextAsync();
        Assert.False(waiting.IsCompleted);
        gate.MoveTo(120);
        Assert.False(waiting.IsCompleted);
        gate.MoveTo(300);
        Assert.True(await waiting);
        Assert.Equal(100, clock.Next().Count);
        Assert.Equal(50, clock.Next().Count);
        ValueTask<bool> stopped = clock.WaitForNextAsync();
        clock.Stop();
        Assert.False(await stopped);
        Assert.True(clock.Stopped);
    }

    [Fact]
    public async Task WaitForNextAsync_PacedAtItsGate_WaitsForBoth()
    {
        var time = new FakeTimeProvider();
        var gate = new StepGate(100);
        using var clock = new StepClock(TenKilohertz, 1000, 100, Pace.RealTime, time, gate);
        ValueTask<bool> first = clock.WaitForNextAsync();
        time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.True(await first);
        clock.Next();
        ValueTask<bool> second = clock.WaitForNextAsync();
        time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.False(second.IsCompleted);
        gate.MoveTo(1000);
        Assert.True(await second);
    }
}
