using MessagePack;

namespace VoltageToWiring.Wire.Messages;

/// <summary>Frames that will never come.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="FirstFrame">Index of the first missing frame.</param>
/// <param name="Frames">How many are missing, at least 1.</param>
public readonly record struct GapMessage(long Sequence, long FirstFrame, long Frames)
{
    /// <summary>Appends the message.</summary>
    /// <param name="to">Where to.</param>
    public void Write(FrameBuilder to)
    {
        MessagePackWriter writer = to.Begin("gap"u8, 4, out int start);
        Field.Put(ref writer, "seq"u8, Sequence);
        Field.Put(ref writer, "first_frame"u8, FirstFrame);
        Field.Put(ref writer, "frames"u8, Frames);
        to.End(ref writer, start);
    }

    /// <summary>Reads the message.</summary>
    /// <param name="body">Its bytes without their length.</param>
    /// <exception cref="WireException">It is not what the protocol allows.</exception>
    public static GapMessage Read(ReadOnlyMemory<byte> body) => Guarded.Read(body, 0, static (body, _) =>
    {
        long sequence = Required.None, first = Required.None, frames = Required.None;
        var map = new MapReader(body);
        while (map.Next(out ReadOnlySpan<byte> key))
        {
            if (key.SequenceEqual("seq"u8))
                sequence = map.Integer();
            else if (key.SequenceEqual("first_frame"u8))
                first = map.Integer();
            else if (key.SequenceEqual("frames"u8))
                frames = map.Integer(1);
            else
                map.Skip();
        }
        return new GapMessage(
            Required.Field(sequence, "gap", "seq"), Required.Field(first, "gap", "first_frame"), Required.Field(frames, "gap", "frames"));
    });
}
