using VoltageToWiring.Host.Running;

namespace VoltageToWiring.Tests.Host;

public class SideBySideTests
{
    [Theory]
    [InlineData(1, 100, 1)]
    [InlineData(3, 100, 3)]
    [InlineData(8, 2.5, 2)]
    [InlineData(8, 0.5, 1)]
    public async Task RunAsync_ManyJobs_AreAsManyAtOnceAsThereAreWorkersAndAsFit(int workers, double memory, int atOnce)
    {
        var entries = new Lock();
        var ran = new List<int>();
        var gates = Enumerable.Range(0, 10).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        int running = 0, most = 0;
        Task all = SideBySide.RunAsync(Enumerable.Range(0, 10), workers, memory, _ => 1, async job =>
        {
            lock (entries)
            {
                ran.Add(job);
                most = Math.Max(most, ++running);
            }
            await gates[job].Task;
            lock (entries)
                running--;
        });
        // As many as may be at once begin before any ends.
        while (Read(entries, () => ran.Count) < atOnce)
            await Task.Yield();
        foreach (TaskCompletionSource gate in gates)
            gate.SetResult();
        await all;
        Assert.Equal(Enumerable.Range(0, 10), ran.Order());
        Assert.Equal(atOnce, most);
    }

    [Fact]
    public async Task RunAsync_JobThatThrows_LetsNoOtherBeginAndThoseUnderWayEnd()
    {
        int begun = 0;
        bool ended = false;
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? thrown = null;
        async Task RunAsync(int job)
        {
            Interlocked.Increment(ref begun);
            if (job == 1)
                throw new IOException("full");
            await slow.Task;
            ended = true;
        }
        Task all = SideBySide.RunAsync(Enumerable.Range(0, 10), 2, 100, _ => 1, job =>
        {
            Task run = RunAsync(job);
            if (job == 1)
                Volatile.Write(ref thrown, run);
            return run;
        });
        while (Volatile.Read(ref thrown) is not { IsFaulted: true })
            await Task.Yield();
        slow.SetResult();
        Assert.Equal("full", (await Assert.ThrowsAsync<IOException>(() => all)).Message);
        Assert.True(ended);
        Assert.InRange(begun, 2, 3);
    }

    private static T Read<T>(Lock entries, Func<T> read)
    {
        lock (entries)
            return read();
    }
}
