using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Wire.Receiving;

namespace VoltageToWiring.Host.Sources;

/// <summary>A recording that comes over TCP; its sender hears the results.</summary>
/// <param name="listener">What listens; closed with the recording.</param>
/// <param name="recording">The recording.</param>
/// <param name="info">What it is like.</param>
/// <param name="batches">Its batches: the recording itself, or the traces that are made of a movie.</param>
internal sealed class ReceivedRecording(RecordingListener listener, WireRecording recording, RecordingInfo info, ISource<RecordingBatch> batches)
    : BatchRecording(info, batches)
{
    public override IResultsListener Results { get; } = new WireResults(listener, recording);

    public override StreamBooks Books
    {
        get
        {
            ReceiverCounters counters = recording.Counters;
            return new StreamBooks
            {
                GapFrames = counters.Received.GapFrames,
                MissingSamples = counters.MissingSamples,
                Messages = counters.Messages,
                Duplicates = counters.Duplicates,
                Reordered = counters.Reordered,
                ResendRequests = counters.ResendRequests,
                Connections = counters.Connections,
                Refused = listener.Refused,
            };
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        await listener.DisposeAsync().ConfigureAwait(false);
    }
}
