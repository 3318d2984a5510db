using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Wire.Messages;

/// <summary>The first message of a connection: what the sender will send.</summary>
public sealed record Hello
{
    /// <summary>Name of the stream.</summary>
    public required string Stream { get; init; }

    /// <summary>The same in every connection of one recording: letters, digits, hyphens and underscores, 1 to 64.</summary>
    public required string Session { get; init; }

    /// <summary>The secret the receiver asks for; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>The clock of frames.</summary>
    public required SampleClock FrameClock { get; init; }

    /// <summary>The integer clock of spikes.</summary>
    public required SampleClock SpikeClock { get; init; }

    /// <summary>Width and height of the frames of a movie, whose samples are pixels; null, the default, where they are traces.</summary>
    public FrameSize? Pixels { get; init; }

    /// <summary>Imaged neurons, at least 1; of a movie, pixels of a frame.</summary>
    public required int Targets { get; init; }

    /// <summary>Presynaptic trains, 0 or more.</summary>
    public required int Sources { get; init; }

    /// <summary>Unit of the amplitudes.</summary>
    public required string AmplitudeUnit { get; init; }

    /// <summary>+1 where depolarization makes samples larger, −1 where it makes them smaller.</summary>
    public required int Polarity { get; init; }

    /// <summary>How samples are written.</summary>
    public required SampleFormat Format { get; init; }

    /// <summary>Length of the recording in frames, where it is known.</summary>
    public long? TotalFrames { get; init; }

    /// <summary>The longest message that will be sent, bytes.</summary>
    public int MessageBytes { get; init; } = WireProtocol.DefaultMessageBytes;

    /// <summary>The oldest message that can still be sent; 0 in the first connection.</summary>
    public long OldestSequence { get; init; }

    /// <summary>Whether it announces the same recording as another hello.</summary>
    /// <param name="other">That of an earlier connection.</param>
    public bool IsSameRecordingAs(Hello other)
        => this == other with { Token = Token, OldestSequence = OldestSequence };

    /// <summary>Appends the message.</summary>
    /// <param name="to">Where to.</param>
    public void Write(FrameBuilder to) => HelloText.Write(this, to);

    /// <summary>Reads the message.</summary>
    /// <param name="body">Its bytes without their length.</param>
    /// <exception cref="WireException">It is not what the protocol allows.</exception>
    public static Hello Read(ReadOnlyMemory<byte> body) => Guarded.Read(body, 0, static (body, _) => HelloText.Read(body));
}
