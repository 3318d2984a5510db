using System.Runtime.ExceptionServices;

namespace VoltageToWiring.Host.Running;

/// <summary>
/// Runs recordings side by side: as many as there are workers and as fit into memory together. One that needs more than there is runs alone.
/// </summary>
internal static class SideBySide
{
    // What ended jobs took is given back when it is as much as this: left to itself the collector waits for several times what runs. To do so
    // after every small job would take longer than the job.
    private const double GarbageBytes = 64 << 20;

    /// <summary>Runs jobs, begun in their order.</summary>
    /// <typeparam name="TJob">What a job is.</typeparam>
    /// <param name="jobs">The jobs.</param>
    /// <param name="workers">Jobs at once, at most; at least 1.</param>
    /// <param name="memoryBytes">Memory for all jobs at once.</param>
    /// <param name="bytesOf">Memory that a job takes.</param>
    /// <param name="run">Runs a job. After one that throws no other begins; those under way are waited for.</param>
    public static async Task RunAsync<TJob>(
        IEnumerable<TJob> jobs, int workers, double memoryBytes, Func<TJob, double> bytesOf, Func<TJob, Task> run)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        var running = new Dictionary<Task, double>();
        ExceptionDispatchInfo? fault = null;
        double garbage = 0;
        async Task EndOneAsync()
        {
            await Task.WhenAny(running.Keys).ConfigureAwait(false);
            // All that ended: otherwise one that threw may wait behind later ones.
            foreach (Task ended in running.Keys.Where(task => task.IsCompleted).ToArray())
            {
                running.Remove(ended, out double bytes);
                fault = await FaultOfAsync(ended).ConfigureAwait(false) ?? fault;
                garbage += bytes;
            }
            if (garbage < GarbageBytes)
                return;
            garbage = 0;
            // On a stack of its own: that of the job which ended still holds what it used.
            await Task.Yield();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        }
        foreach (TJob job in jobs)
        {
            double bytes = bytesOf(job);
            while (running.Count > 0 && (running.Count >= workers || running.Values.Sum() + bytes > memoryBytes))
                await EndOneAsync().ConfigureAwait(false);
            if (fault is not null)
                break;
            running.Add(Task.Run(() => run(job)), bytes);
        }
        while (running.Count > 0)
            await EndOneAsync().ConfigureAwait(false);
        fault?.Throw();
    }

    private static async Task<ExceptionDispatchInfo?> FaultOfAsync(Task ended)
    {
        try
        {
            await ended.ConfigureAwait(false);
            return null;
        }
        catch (Exception cause)
        {
            return ExceptionDispatchInfo.Capture(cause);
        }
    }
}
