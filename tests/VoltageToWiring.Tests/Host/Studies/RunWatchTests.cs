using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Tests.Host.Studies;

public class RunWatchTests
{
    // What a watch that has ended would be waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Watch_RunThatTakesLongerThanItsRoom_StillSaysThatItCountsAndSeesAllOfIt()
    {
        const double seconds = 0.01;
        const int room = 16;
        TaskCompletionSource full = Signal(), counting = Signal(), after = Signal();
        int looks = 0;
        int Look()
        {
            if (++looks > room)
                full.TrySetResult();
            if (counting.Task.IsCompleted)
                after.TrySetResult();
            return 0;
        }
        using var watch = new RunWatch(seconds, Look, () => counting.TrySetResult(), TimeProvider.System);
        watch.Saw(TimeProvider.System.TimestampFrequency);
        watch.Start();
        await full.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        watch.CountFrom(TimeProvider.System.GetTimestamp());
        await counting.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await after.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        watch.Dispose();
        IReadOnlyList<RunMoment> moments = watch.Moments;
        Assert.InRange(moments.Count, 2, room);
        Assert.True(moments[0].TimeS < 0 && moments[^1].TimeS > 0, $"{moments[0].TimeS} s to {moments[^1].TimeS} s");
        Assert.Equal(moments.Select(moment => moment.TimeS).Order(), moments.Select(moment => moment.TimeS));
        Assert.Equal(1, moments[0].LatencyS);
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
