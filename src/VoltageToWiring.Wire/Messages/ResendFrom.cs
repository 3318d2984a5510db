using MessagePack;

namespace VoltageToWiring.Wire.Messages;

/// <summary>Messages the receiver has missed.</summary>
/// <param name="NextSequence">The first of them.</param>
/// <param name="BeforeSequence">The first after them, which it has.</param>
public readonly record struct ResendFrom(long NextSequence, long BeforeSequence)
{
    /// <summary>Appends the message.</summary>
    /// <param name="to">Where to.</param>
    public void Write(FrameBuilder to)
    {
        MessagePackWriter writer = to.Begin("resend_from"u8, 3, out int start);
        Field.Put(ref writer, "next_seq"u8, NextSequence);
        Field.Put(ref writer, "before_seq"u8, BeforeSequence);
        to.End(ref writer, start);
    }

    /// <summary>Reads the message.</summary>
    /// <param name="body">Its bytes without their length.</param>
    /// <exception cref="WireException">It is not what the protocol allows.</exception>
    public static ResendFrom Read(ReadOnlyMemory<byte> body) => Guarded.Read(body, 0, static (body, _) =>
    {
        long next = Required.None, before = long.MaxValue;
        var map = new MapReader(body);
        while (map.Next(out ReadOnlySpan<byte> key))
        {
            if (key.SequenceEqual("next_seq"u8))
                next = map.Integer();
            else if (key.SequenceEqual("before_seq"u8))
                before = map.Integer();
            else
                map.Skip();
        }
        return new ResendFrom(Required.Field(next, "resend_from", "next_seq"), before);
    });
}
