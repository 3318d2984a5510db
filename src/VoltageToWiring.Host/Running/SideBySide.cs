using System.Runtime.ExceptionServices;

namespace VoltageToWiring.Host.Running;

/// <summary>
/// Runs recordings side by side: as many as there are workers and as fit into memory together. One that needs more than there is runs alone.
/// </summary>
internal static class SideBySide
{
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
        async Task EndOneAsync() => fault = await EndOneOfAsync(running).ConfigureAwait(false) ?? fault;
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

    private static async Task<ExceptionDispatchInfo?> EndOneOfAsync(Dictionary<Task, double> running)
    {
        Task ended = await Task.WhenAny(running.Keys).ConfigureAwait(false);
        running.Remove(ended);
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
