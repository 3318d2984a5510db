namespace VoltageToWiring.Wire.Messages;

/// <summary>The messages of the protocol.</summary>
public enum MessageType
{
    /// <summary>The sender says what it will send.</summary>
    Hello,

    /// <summary>The receiver says where to go on, and how much it takes.</summary>
    Welcome,

    /// <summary>Samples of a range of frames.</summary>
    Samples,

    /// <summary>Spikes, and up to where all are known.</summary>
    Spikes,

    /// <summary>Frames that will never come.</summary>
    Gap,

    /// <summary>Up to where all spikes are known; a sign of life.</summary>
    Heartbeat,

    /// <summary>The stream is over.</summary>
    End,

    /// <summary>What went wrong; the connection ends with it.</summary>
    Error,

    /// <summary>What has been received, and how much more may come.</summary>
    Ack,

    /// <summary>What was missed.</summary>
    ResendFrom,

    /// <summary>What inference says of the connections.</summary>
    Estimates,
}

/// <summary>Reads of what type a message is.</summary>
public static class MessageTypes
{
    /// <summary>The type of a message; its fields may have any order.</summary>
    /// <param name="body">The message without its length.</param>
    /// <exception cref="WireException">It is no message of this protocol.</exception>
    public static MessageType Of(ReadOnlyMemory<byte> body) => Guarded.Read(body, 0, static (body, _) =>
    {
        var map = new MapReader(body);
        while (map.Next(out ReadOnlySpan<byte> key))
        {
            if (key.SequenceEqual("type"u8))
                return Parse(ref map);
            map.Skip();
        }
        throw new WireException(WireError.Format, "A message has no field 'type'; each names its type.");
    });

    private static MessageType Parse(ref MapReader map)
    {
        ReadOnlySpan<byte> word = map.Word();
        return word switch
        {
            _ when word.SequenceEqual("samples"u8) => MessageType.Samples,
            _ when word.SequenceEqual("spikes"u8) => MessageType.Spikes,
            _ when word.SequenceEqual("heartbeat"u8) => MessageType.Heartbeat,
            _ when word.SequenceEqual("gap"u8) => MessageType.Gap,
            _ when word.SequenceEqual("ack"u8) => MessageType.Ack,
            _ when word.SequenceEqual("estimates"u8) => MessageType.Estimates,
            _ when word.SequenceEqual("resend_from"u8) => MessageType.ResendFrom,
            _ when word.SequenceEqual("hello"u8) => MessageType.Hello,
            _ when word.SequenceEqual("welcome"u8) => MessageType.Welcome,
            _ when word.SequenceEqual("end"u8) => MessageType.End,
            _ when word.SequenceEqual("error"u8) => MessageType.Error,
            _ => throw map.Wrong(WireError.Format, $"is '{MapReader.Shown(word)}'; a type of protocol version 1 is allowed"),
        };
    }
}
