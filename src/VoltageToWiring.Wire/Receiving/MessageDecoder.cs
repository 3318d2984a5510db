using System.Globalization;
using VoltageToWiring.Streaming;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Receiving;

/// <summary>Makes numbered messages of their bytes, one by one, knowing what the hello announced but not what came before.</summary>
internal sealed class MessageDecoder(RecordingInfo info, SampleFormat format, double gain, StreamBounds bounds, Pool<RecordingBatch> batches)
{
    private readonly Pool<IncomingMessage> _messages = new(() => new IncomingMessage());
    private readonly SampleDecoder _samples = new(format, gain);

    /// <summary>The caller's from now on.</summary>
    /// <exception cref="WireException">It is not what the protocol or the hello allows.</exception>
    public IncomingMessage Decode(ReadOnlyMemory<byte> body)
    {
        IncomingMessage message = _messages.Rent();
        try
        {
            message.Type = MessageTypes.Of(body);
            Read(body, message);
            return message;
        }
        catch
        {
            message.Discard();
            throw;
        }
    }

    private void Read(ReadOnlyMemory<byte> body, IncomingMessage into)
    {
        switch (into.Type)
        {
            case MessageType.Samples: ReadSamples(SamplesMessage.Read(body), into); break;
            case MessageType.Spikes: ReadSpikes(body, into); break;
            case MessageType.Gap: ReadGap(GapMessage.Read(body), into); break;
            case MessageType.Heartbeat: ReadHeartbeat(HeartbeatMessage.Read(body), into); break;
            case MessageType.End: ReadEnd(EndMessage.Read(body), into); break;
            default:
                throw new WireException(
                    WireError.Order, $"A message of type '{into.Type}' came; samples, spikes, gap, heartbeat and end are allowed after the hello.");
        }
    }

    private void ReadSamples(SamplesMessage read, IncomingMessage into)
    {
        long bytes = (long)read.Frames * info.Targets * format.BytesPerSample;
        if (read.Data.Length != bytes)
        {
            throw new WireException(WireError.Format, string.Create(
                CultureInfo.InvariantCulture,
                $"Samples of {read.Frames} frames came with {read.Data.Length} bytes; frames × targets × bytes of a sample is {bytes}."));
        }
        CheckEnd(read.FirstFrame, read.Frames);
        into.Sequence = read.Sequence;
        into.FirstFrame = read.FirstFrame;
        into.Frames = read.Frames;
        into.Batch = batches.Rent();
        into.Batch.Reset(read.FirstFrame, read.Frames, info.Targets, info.SampleType);
        into.MissingSamples = _samples.Decode(read.Data, into.Batch);
    }

    private void ReadSpikes(ReadOnlyMemory<byte> body, IncomingMessage into)
    {
        SpikesMessage read = SpikesMessage.Read(body, info.Sources, bounds.LastTick, into.Spikes);
        into.Sequence = read.Sequence;
        into.CompleteThroughFrame = Watermark(read.CompleteThroughFrame);
    }

    private void ReadGap(GapMessage read, IncomingMessage into)
    {
        CheckEnd(read.FirstFrame, read.Frames);
        into.Sequence = read.Sequence;
        into.FirstFrame = read.FirstFrame;
        into.Frames = read.Frames;
    }

    private void ReadHeartbeat(HeartbeatMessage read, IncomingMessage into)
    {
        into.Sequence = read.Sequence;
        into.CompleteThroughFrame = Watermark(read.CompleteThroughFrame);
    }

    private static void ReadEnd(EndMessage read, IncomingMessage into)
    {
        into.Sequence = read.Sequence;
        into.End = read;
    }

    private long Watermark(long frame) => frame <= bounds.LastFrame ? frame : throw TooLate("complete_through_frame", frame);

    // Both are at most 2⁵³, so their sum is exact.
    private void CheckEnd(long firstFrame, long frames)
    {
        if (firstFrame + frames > bounds.LastFrame)
            throw TooLate("first_frame + frames", firstFrame + frames);
    }

    private WireException TooLate(string what, long frame) => new(WireError.Limit, string.Create(
        CultureInfo.InvariantCulture, $"{what} is {frame}; frames up to {bounds.LastFrame} are allowed with these clocks."));
}
