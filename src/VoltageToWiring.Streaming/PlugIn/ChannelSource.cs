using System.Threading.Channels;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Streaming.PlugIn;

/// <summary>
/// A recording that somebody writes into a channel. Nothing is dropped: where the channel is bounded, its writer waits while the run is behind, and
/// what may wait is what the channel holds.
/// </summary>
/// <remarks>
/// A batch that was written is the run's, which gives it back to its pool, where it is from one, once it is read. Spikes of a batch may have any
/// order. Completing the writer ends the recording; completing it with an error fails it. A run that ends before reads no more: complete the writer then, so
/// that nobody goes on waiting for room.
/// </remarks>
/// <param name="info">What comes.</param>
/// <param name="batches">Where it comes out; read by this source alone.</param>
public sealed class ChannelSource(RecordingInfo info, ChannelReader<RecordingBatch> batches) : ISource<RecordingBatch>, IDisposable
{
    // Spikes of a channel's batches wait for their watermark only, and the run fails when that is overdue.
    private const int MostSpikes = 1 << 28;

    private readonly IncomingRecording _incoming = new(info, MostSpikes);
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private bool _drained;
    private bool _concluded;
    private bool _disposed;
    private volatile bool _stopped;

    /// <inheritdoc/>
    public string Name => "channel";

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <inheritdoc/>
    public bool Stopped => _stopped && !_concluded;

    /// <inheritdoc/>
    public async ValueTask<bool> WaitForNextAsync()
    {
        if (_stopped || _concluded)
            return false;
        try
        {
            _drained = !await batches.WaitToReadAsync(_stop.Token).ConfigureAwait(false);
            return !_stopped;
        }
        catch (OperationCanceledException) when (_stopped)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public RecordingBatch Next()
    {
        if (!batches.TryRead(out RecordingBatch? batch))
            return Last();
        _incoming.TakeFrames(batch);
        if (!_incoming.TakeSpikes(batch.Spikes.Spikes, batch.SpikesCompleteThroughFrame))
            throw new InvalidDataException($"more than {MostSpikes} spikes wait until all of their time are known, the most that are allowed");
        batch.Spikes.Clear();
        _incoming.Release(batch);
        Position = _incoming.NextFrame;
        return batch;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _stopped = true;
        // After the run nobody waits any more.
        lock (_gate)
        {
            if (!_disposed)
                _stop.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _stop.Dispose();
        }
    }

    private RecordingBatch Last()
    {
        if (!_drained)
            throw new InvalidOperationException("Somebody else reads the channel; allowed is one reader.");
        _concluded = true;
        var last = new RecordingBatch();
        _incoming.ReleaseLast(last);
        return last;
    }
}
