namespace VoltageToWiring.Host.Running;

/// <summary>What a stretch of the process asked of the garbage collector. Runs beside each other in one process all count in each.</summary>
/// <param name="Gen0">Collections of generation 0; those of older generations collect the younger ones, too, and count in both.</param>
/// <param name="Gen1">Collections of generation 1 and older.</param>
/// <param name="Gen2">Collections of everything.</param>
/// <param name="Pause">How long they held all threads.</param>
/// <param name="AllocatedBytes">What was allocated, collected since or not.</param>
public sealed record CollectorUse(int Gen0, int Gen1, int Gen2, TimeSpan Pause, long AllocatedBytes)
{
    /// <summary>Since the process began, until now.</summary>
    public static CollectorUse UntilNow() => new(
        GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2), GC.GetTotalPauseDuration(), GC.GetTotalAllocatedBytes(precise: true));

    /// <summary>From an earlier moment until now.</summary>
    /// <param name="before">The earlier moment.</param>
    public static CollectorUse Since(CollectorUse before)
    {
        ArgumentNullException.ThrowIfNull(before);
        CollectorUse now = UntilNow();
        return new CollectorUse(
            now.Gen0 - before.Gen0, now.Gen1 - before.Gen1, now.Gen2 - before.Gen2, now.Pause - before.Pause, now.AllocatedBytes - before.AllocatedBytes);
    }
}
