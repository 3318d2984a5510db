using MessagePack;

namespace VoltageToWiring.Wire.Messages;

/// <summary>The last message of a connection that ends badly.</summary>
/// <param name="Code">Which kind of mistake.</param>
/// <param name="Message">One sentence: what was found, what is allowed.</param>
public sealed record ErrorMessage(WireError Code, string Message)
{
    /// <summary>Appends the message.</summary>
    /// <param name="to">Where to.</param>
    public void Write(FrameBuilder to)
    {
        MessagePackWriter writer = to.Begin("error"u8, 3, out int start);
        Field.Put(ref writer, "code"u8, WireErrors.WordOf(Code));
        Field.Put(ref writer, "message"u8, Message.Length <= WireProtocol.LongestText ? Message : Message[..WireProtocol.LongestText]);
        to.End(ref writer, start);
    }

    /// <summary>Reads the message.</summary>
    /// <param name="body">Its bytes without their length.</param>
    /// <exception cref="WireException">It is not what the protocol allows.</exception>
    public static ErrorMessage Read(ReadOnlyMemory<byte> body) => Guarded.Read(body, 0, static (body, _) =>
    {
        string? code = null, message = null;
        var map = new MapReader(body);
        while (map.Next(out ReadOnlySpan<byte> key))
        {
            if (key.SequenceEqual("code"u8))
                code = map.Text(40);
            else if (key.SequenceEqual("message"u8))
                message = map.Text();
            else
                map.Skip();
        }
        return new ErrorMessage(
            WireErrors.Parse(Required.Field(code, "error", "code")), Required.Field(message, "error", "message"));
    });
}
