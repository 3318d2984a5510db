using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.OpenEphys;

namespace VoltageToWiring.Host.Sources;

/// <summary>A live recording that the ZMQ Interface of Open Ephys publishes.</summary>
public sealed record OpenEphysSource : LiveSource
{
    /// <summary>Where, and what is taken.</summary>
    public required OpenEphysOptions Options { get; init; }

    /// <inheritdoc/>
    public override string Place => FormattableString.Invariant($"tcp://{Options.Host}:{Options.Port}");

    /// <inheritdoc/>
    public override string? Unit => Options.Correction.VoltsPerUnit is null ? Options.Correction.Unit ?? Options.Unit : "V";

    /// <inheritdoc/>
    public override async Task<IRecording> OpenAsync(IArrival arrival, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        OpenEphysReceiver receiver = Subscribe(arrival, time);
        try
        {
            arrival.Say($"Waiting for an acquisition of Open Ephys at {Place}.");
            OpenEphysRecording recording = await receiver.WaitForRecordingAsync(cancellation).ConfigureAwait(false);
            return new SubscribedRecording(receiver, recording);
        }
        catch
        {
            await receiver.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private OpenEphysReceiver Subscribe(IArrival arrival, TimeProvider time)
    {
        try
        {
            return OpenEphysReceiver.Start(Options with { WhyNot = arrival.WhyNot, OnRefused = why => arrival.Say($"Refused: {why}") }, time);
        }
        catch (WireException cause)
        {
            throw new PipelineException(cause.Message, cause);
        }
    }
}

/// <summary>A recording that is subscribed to.</summary>
/// <param name="receiver">What subscribes; closed with the recording.</param>
/// <param name="recording">The recording.</param>
internal sealed class SubscribedRecording(OpenEphysReceiver receiver, OpenEphysRecording recording) : BatchRecording(recording.Info, recording)
{
    public override StreamBooks Books
    {
        get
        {
            OpenEphysCounters counters = receiver.Counters;
            return new StreamBooks
            {
                GapFrames = counters.Received.GapFrames,
                MissingSamples = counters.MissingSamples,
                IncompleteFrames = counters.IncompleteFrames,
                Messages = counters.Messages,
                LostMessages = counters.Lost,
                Duplicates = counters.Duplicates,
                Reordered = counters.Late,
                Connections = 1,
                Refused = counters.Refused,
            };
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        await receiver.DisposeAsync().ConfigureAwait(false);
    }
}
