using MessagePack;

namespace VoltageToWiring.Wire.Messages;

/// <summary>The stream is over: from the sender, all has been sent; from the receiver, nothing more is taken and no estimates follow.</summary>
/// <param name="Sequence">Its number; the receiver's is 0.</param>
/// <param name="TotalFrames">Index after the last frame, gaps included.</param>
/// <param name="Totals">What was sent, or received.</param>
public readonly record struct EndMessage(long Sequence, long TotalFrames, Totals Totals)
{
    /// <summary>Appends the message.</summary>
    /// <param name="to">Where to.</param>
    public void Write(FrameBuilder to)
    {
        MessagePackWriter writer = to.Begin("end"u8, 3 + Totals.Fields, out int start);
        Field.Put(ref writer, "seq"u8, Sequence);
        Field.Put(ref writer, "total_frames"u8, TotalFrames);
        Totals.Put(ref writer);
        to.End(ref writer, start);
    }

    /// <summary>Reads the message.</summary>
    /// <param name="body">Its bytes without their length.</param>
    /// <exception cref="WireException">It is not what the protocol allows.</exception>
    public static EndMessage Read(ReadOnlyMemory<byte> body) => Guarded.Read(body, 0, static (body, _) =>
    {
        long sequence = Required.None, total = Required.None;
        var totals = new Totals(Required.None, Required.None, Required.None);
        var map = new MapReader(body);
        while (map.Next(out ReadOnlySpan<byte> key))
        {
            if (key.SequenceEqual("seq"u8))
                sequence = map.Integer();
            else if (key.SequenceEqual("total_frames"u8))
                total = map.Integer();
            else if (!Totals.TryTake(ref map, key, ref totals))
                map.Skip();
        }
        return new EndMessage(
            Required.Field(sequence, "end", "seq"), Required.Field(total, "end", "total_frames"), totals.Required("end"));
    });
}
