using MessagePack;

namespace VoltageToWiring.Wire.Messages;

/// <summary>What the receiver has, and how much more it takes.</summary>
/// <param name="NextSequence">All messages before this one have been received.</param>
/// <param name="Credit">How many messages from there on may be sent. Next sequence + credit never falls.</param>
/// <param name="Received">What they held.</param>
public readonly record struct Ack(long NextSequence, long Credit, Totals Received)
{
    /// <summary>Appends the message.</summary>
    /// <param name="to">Where to.</param>
    public void Write(FrameBuilder to)
    {
        MessagePackWriter writer = to.Begin("ack"u8, 3 + Totals.Fields, out int start);
        Field.Put(ref writer, "next_seq"u8, NextSequence);
        Field.Put(ref writer, "credit"u8, Credit);
        Received.Put(ref writer);
        to.End(ref writer, start);
    }

    /// <summary>Reads the message.</summary>
    /// <param name="body">Its bytes without their length.</param>
    /// <exception cref="WireException">It is not what the protocol allows.</exception>
    public static Ack Read(ReadOnlyMemory<byte> body) => Guarded.Read(body, 0, static (body, _) =>
    {
        long next = Required.None, credit = Required.None;
        var totals = new Totals(Required.None, Required.None, Required.None);
        var map = new MapReader(body);
        while (map.Next(out ReadOnlySpan<byte> key))
        {
            if (key.SequenceEqual("next_seq"u8))
                next = map.Integer();
            else if (key.SequenceEqual("credit"u8))
                credit = map.Integer();
            else if (!Totals.TryTake(ref map, key, ref totals))
                map.Skip();
        }
        return new Ack(Required.Field(next, "ack", "next_seq"), Required.Field(credit, "ack", "credit"), totals.Required("ack"));
    });
}
