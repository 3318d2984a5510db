using MessagePack;

namespace VoltageToWiring.Wire.Messages;

/// <summary>Up to where all spikes are known; a sign of life.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="CompleteThroughFrame">All spikes of frames before this one are known.</param>
public readonly record struct HeartbeatMessage(long Sequence, long CompleteThroughFrame)
{
    /// <summary>Appends the message.</summary>
    /// <param name="to">Where to.</param>
    public void Write(FrameBuilder to)
    {
        MessagePackWriter writer = to.Begin("heartbeat"u8, 3, out int start);
        Field.Put(ref writer, "seq"u8, Sequence);
        Field.Put(ref writer, "complete_through_frame"u8, CompleteThroughFrame);
        to.End(ref writer, start);
    }

    /// <summary>Reads the message.</summary>
    /// <param name="body">Its bytes without their length.</param>
    /// <exception cref="WireException">It is not what the protocol allows.</exception>
    public static HeartbeatMessage Read(ReadOnlyMemory<byte> body) => Guarded.Read(body, 0, static (body, _) =>
    {
        long sequence = Required.None, complete = Required.None;
        var map = new MapReader(body);
        while (map.Next(out ReadOnlySpan<byte> key))
        {
            if (key.SequenceEqual("seq"u8))
                sequence = map.Integer();
            else if (key.SequenceEqual("complete_through_frame"u8))
                complete = map.Integer();
            else
                map.Skip();
        }
        return new HeartbeatMessage(
            Required.Field(sequence, "heartbeat", "seq"), Required.Field(complete, "heartbeat", "complete_through_frame"));
    });
}
