using MessagePack;

namespace VoltageToWiring.Wire.Messages;

/// <summary>Samples of a range of frames.</summary>
public readonly ref struct SamplesMessage
{
    /// <summary>Its number.</summary>
    public required long Sequence { get; init; }

    /// <summary>Index of the first frame.</summary>
    public required long FirstFrame { get; init; }

    /// <summary>Number of frames, at least 1.</summary>
    public required int Frames { get; init; }

    /// <summary>Frames × targets, time-major, little-endian; valid as long as the bytes it was read from.</summary>
    public required ReadOnlySpan<byte> Data { get; init; }

    /// <summary>Appends the message.</summary>
    /// <param name="to">Where to.</param>
    public void Write(FrameBuilder to)
    {
        MessagePackWriter writer = to.Begin("samples"u8, 5, out int start);
        Field.Put(ref writer, "seq"u8, Sequence);
        Field.Put(ref writer, "first_frame"u8, FirstFrame);
        Field.Put(ref writer, "frames"u8, Frames);
        writer.WriteString("data"u8);
        writer.Write(Data);
        to.End(ref writer, start);
    }

    /// <summary>Reads the message.</summary>
    /// <param name="body">Its bytes without their length.</param>
    /// <exception cref="WireException">It is not what the protocol allows.</exception>
    public static SamplesMessage Read(ReadOnlyMemory<byte> body) => Guarded.Read(body, 0, static (body, _) =>
    {
        long sequence = Required.None, first = Required.None, frames = Required.None;
        ReadOnlySpan<byte> data = default;
        var map = new MapReader(body);
        while (map.Next(out ReadOnlySpan<byte> key))
        {
            if (key.SequenceEqual("seq"u8))
                sequence = map.Integer();
            else if (key.SequenceEqual("first_frame"u8))
                first = map.Integer();
            else if (key.SequenceEqual("frames"u8))
                frames = map.Integer(1, int.MaxValue);
            else if (key.SequenceEqual("data"u8))
                data = map.Binary();
            else
                map.Skip();
        }
        return new SamplesMessage
        {
            Sequence = Required.Field(sequence, "samples", "seq"),
            FirstFrame = Required.Field(first, "samples", "first_frame"),
            Frames = (int)Required.Field(frames, "samples", "frames"),
            Data = data,
        };
    });
}
