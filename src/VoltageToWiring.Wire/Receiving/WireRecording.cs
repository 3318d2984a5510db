using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Wire.Results;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>
/// A recording as it is received: the head of a pipeline. Batches are those of the sender's messages; while nobody takes them, the sender's
/// credit runs out and it waits.
/// </summary>
public sealed class WireRecording : ISource<RecordingBatch>
{
    private readonly ReceiverSession _session;
    private volatile bool _stopped;

    internal WireRecording(ReceiverSession session)
    {
        _session = session;
    }

    /// <summary>What the hello announced, after corrections.</summary>
    public RecordingInfo Info => _session.Info;

    /// <summary>What traces have still to be multiplied by that are made of a movie's pixels: polarity times the conversion of the unit.</summary>
    public double PixelGain => _session.Gain;

    /// <summary>What has come so far.</summary>
    public ReceiverCounters Counters => _session.Counters;

    /// <summary>
    /// Takes reports for the sender. Only the newest unsent one is kept, so no call waits. Complete it after the last report, then complete the
    /// listener.
    /// </summary>
    public IObserver<WireReport> Reports => _session.Reports;

    /// <inheritdoc/>
    public string Name => "wire";

    /// <inheritdoc/>
    public long Position => _session.Position;

    /// <inheritdoc/>
    public bool Stopped => _stopped;

    /// <inheritdoc/>
    /// <exception cref="Messages.WireException">The sender is lost, or spikes are overdue.</exception>
    public ValueTask<bool> WaitForNextAsync() => _stopped ? ValueTask.FromResult(false) : _session.Batches.WaitToReadAsync();

    /// <inheritdoc/>
    public RecordingBatch Next()
    {
        if (!_session.Batches.TryRead(out RecordingBatch? batch))
            throw new InvalidOperationException("No batch waits; wait for the next one first.");
        _session.Taken(batch);
        return batch;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _stopped = true;
        _session.Stop();
    }
}
