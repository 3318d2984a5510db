using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Sending;

/// <summary>Sends a recording, batch by batch. One caller at a time.</summary>
public interface IBatchSender : IAsyncDisposable
{
    /// <summary>What it has done so far.</summary>
    SenderCounters Counters { get; }

    /// <summary>Sends a batch: the gap before it, where there is one, its spikes, then its samples. Waits where the receiver asks it to.</summary>
    /// <param name="batch">Copied; still the caller's.</param>
    /// <returns>False when the receiver wants no more.</returns>
    /// <exception cref="WireException">The receiver refused, or cannot be reached.</exception>
    ValueTask<bool> SendAsync(RecordingBatch batch);

    /// <summary>Ends the recording, and waits until the receiver has it all and has sent its last report, where it says so.</summary>
    /// <param name="cancellation">Ends the wait; what was acknowledged by then stays.</param>
    /// <exception cref="WireException">The receiver refused, counted differently, or cannot be reached.</exception>
    Task<SenderOutcome> CompleteAsync(CancellationToken cancellation = default);
}
