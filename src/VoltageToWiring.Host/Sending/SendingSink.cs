using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Stages;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Host.Sending;

/// <summary>The end of a pipeline that sends: batch by batch, as the receiver gives credit.</summary>
/// <param name="sender">The sender.</param>
/// <param name="ledger">The books of what was handed to it.</param>
internal sealed class SendingSink(IBatchSender sender, Ledger ledger) : ISink<RecordingBatch>
{
    public string Name => "sender";

    public long Position { get; private set; }

    public async ValueTask<bool> TakeAsync(RecordingBatch item)
    {
        ledger.Entered(item.FrameCount, item.Spikes.Count);
        bool more = await sender.SendAsync(item).ConfigureAwait(false);
        if (!more)
        {
            ledger.LeftInFlight(item.FrameCount, item.Spikes.Count);
            return false;
        }
        ledger.FramesUsed(item.FrameCount);
        ledger.SpikesUsed(item.Spikes.Count);
        Position = item.FirstFrame + item.FrameCount;
        ledger.Reached(Position);
        return true;
    }
}
