using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Sending;

/// <summary>Where a sender connects, and how.</summary>
public sealed record SenderOptions
{
    /// <summary>What carries the messages. Default TCP.</summary>
    public Transport Transport { get; init; }

    /// <summary>Name or address of the receiver's machine. Default 127.0.0.1.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port, 1 … 65,535. Default 5800.</summary>
    public int Port
    {
        get;
        init => field = value is > 0 and <= 65535 ? value : throw new ArgumentOutOfRangeException(nameof(Port), value, "1 to 65535 is allowed.");
    } = 5800;

    /// <summary>The secret the receiver asks for. Default null: none. It travels as it is.</summary>
    public string? Token { get; init; }

    /// <summary>Names this recording in all its connections: 1 to 64 letters, digits, hyphens and underscores. Required; should be hard to guess.</summary>
    public required string Session { get; init; }

    /// <summary>How samples are written. Default null: in the number type of the recording.</summary>
    public SampleFormat? Format { get; init; }

    /// <summary>+1 or −1. Default +1: depolarization makes samples larger.</summary>
    public int Polarity { get; init; } = 1;

    /// <summary>Longest message, bytes, 1024 … 2³⁰; longer batches are cut. Default 1 MiB.</summary>
    public int MessageBytes
    {
        get;
        init => field = value is >= 1024 and <= 1 << 30 ? value : throw new ArgumentOutOfRangeException(nameof(MessageBytes), value, "1024 to 1,073,741,824 is allowed.");
    } = WireProtocol.DefaultMessageBytes;

    /// <summary>The most messages kept until they are acknowledged, whatever credit the receiver gives. Default 1024.</summary>
    public int KeptMessages { get; init; } = 1024;

    /// <summary>How long to wait before the first attempt to connect again; doubled for each further one, up to <see cref="LongestBackoff"/>. Default 100 ms.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait between attempts. Default 5 s.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to go on without a connection. Default 60 s.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long nothing may be acknowledged before the oldest message is sent again. Default 1 s.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Wraps what writes numbered messages to each new connection. Default null; a mock rig puts its faults here.</summary>
    public Func<IMessageWriter, IMessageWriter>? Wrap { get; init; }

    /// <summary>Called with each report that comes back, part by part. Default null. It must return soon.</summary>
    public Action<EstimatesMessage>? OnReport { get; init; }

    /// <summary>Called with a sentence whenever a connection is made or breaks. Default null.</summary>
    public Action<string>? OnConnection { get; init; }
}
