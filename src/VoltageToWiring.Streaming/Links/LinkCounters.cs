namespace VoltageToWiring.Streaming.Links;

/// <summary>A snapshot of what has passed a link.</summary>
/// <param name="Name">The two stages it joins.</param>
/// <param name="Capacity">Batches that may wait in it.</param>
/// <param name="Written">Batches accepted from the writer, dropped ones included.</param>
/// <param name="Read">Batches handed to the reader.</param>
/// <param name="Dropped">Batches discarded because the link was full.</param>
/// <param name="Abandoned">Batches left in the link when the run was stopped.</param>
/// <param name="Waiting">Batches in it now.</param>
/// <param name="HighWater">The most batches that were seen in it.</param>
/// <param name="WriterWaits">How often the writer had to wait for room.</param>
public sealed record LinkCounters(
    string Name, int Capacity, long Written, long Read, long Dropped, long Abandoned, int Waiting, int HighWater, long WriterWaits);
