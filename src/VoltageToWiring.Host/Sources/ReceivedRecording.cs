using VoltageToWiring.Wire.Receiving;

namespace VoltageToWiring.Host.Sources;

/// <summary>A recording that comes over TCP; its sender hears the results.</summary>
/// <param name="listener">What listens; closed with the recording.</param>
/// <param name="recording">The recording.</param>
internal sealed class ReceivedRecording(RecordingListener listener, WireRecording recording) : BatchRecording(recording.Info, recording)
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
