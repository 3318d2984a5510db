using MessagePack;

namespace VoltageToWiring.Wire.Messages;

/// <summary>The receiver's answer to a hello.</summary>
/// <param name="NextSequence">The message it expects next; all before it have been received.</param>
/// <param name="Credit">How many messages from there on may be sent.</param>
/// <param name="HeartbeatSeconds">Either side says something at least this often, s.</param>
public readonly record struct Welcome(long NextSequence, long Credit, double HeartbeatSeconds)
{
    /// <summary>Appends the message.</summary>
    /// <param name="to">Where to.</param>
    public void Write(FrameBuilder to)
    {
        MessagePackWriter writer = to.Begin("welcome"u8, 5, out int start);
        Field.Put(ref writer, "protocol"u8, WireProtocol.Version);
        Field.Put(ref writer, "next_seq"u8, NextSequence);
        Field.Put(ref writer, "credit"u8, Credit);
        Field.Put(ref writer, "heartbeat_seconds"u8, HeartbeatSeconds);
        to.End(ref writer, start);
    }

    /// <summary>Reads the message.</summary>
    /// <param name="body">Its bytes without their length.</param>
    /// <exception cref="WireException">It is not what the protocol allows.</exception>
    public static Welcome Read(ReadOnlyMemory<byte> body) => Guarded.Read(body, 0, static (body, _) =>
    {
        long next = Required.None, credit = Required.None;
        double? heartbeat = null;
        var map = new MapReader(body);
        while (map.Next(out ReadOnlySpan<byte> key))
        {
            if (key.SequenceEqual("next_seq"u8))
                next = map.Integer();
            else if (key.SequenceEqual("credit"u8))
                credit = map.Integer();
            else if (key.SequenceEqual("heartbeat_seconds"u8))
                heartbeat = map.Number() is var s and > 0 and <= 3600 ? s : throw map.Wrong(WireError.Limit, "is no period; more than 0 and up to 3600 s is allowed");
            else
                map.Skip();
        }
        return new Welcome(
            Required.Field(next, "welcome", "next_seq"), Required.Field(credit, "welcome", "credit"),
            Required.Field(heartbeat, "welcome", "heartbeat_seconds"));
    });
}
