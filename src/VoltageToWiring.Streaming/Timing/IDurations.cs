namespace VoltageToWiring.Streaming.Timing;

/// <summary>Hears durations of one kind. One thread at a time calls it; it must neither block nor allocate.</summary>
public interface IDurations
{
    /// <summary>Takes in one duration.</summary>
    /// <param name="ticks">How long it was, in ticks of the run's <see cref="TimeProvider"/>; at least 0.</param>
    void Add(long ticks);
}
