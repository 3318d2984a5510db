using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>A recording as it comes from Open Ephys: the head of a pipeline. Batches are the blocks of the acquisition.</summary>
public sealed class OpenEphysRecording : ISource<RecordingBatch>
{
    private readonly OpenEphysReceiver _receiver;
    private volatile bool _stopped;

    internal OpenEphysRecording(OpenEphysReceiver receiver, RecordingInfo info)
    {
        _receiver = receiver;
        Info = info;
    }

    /// <summary>What is recorded, after corrections.</summary>
    public RecordingInfo Info { get; }

    /// <inheritdoc/>
    public string Name => "open-ephys";

    /// <inheritdoc/>
    public long Position => _receiver.Position;

    /// <inheritdoc/>
    public bool Stopped => _stopped;

    /// <inheritdoc/>
    public ValueTask<bool> WaitForNextAsync() => _stopped ? ValueTask.FromResult(false) : _receiver.Batches.WaitToReadAsync();

    /// <inheritdoc/>
    public RecordingBatch Next()
    {
        if (!_receiver.Batches.TryRead(out RecordingBatch? batch))
            throw new InvalidOperationException("No batch waits; wait for the next one first.");
        _receiver.Taken(batch);
        return batch;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _stopped = true;
        _receiver.Stop();
    }
}
