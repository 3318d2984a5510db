using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Host.Sending;

/// <summary>Where a recording is sent, and how badly.</summary>
public sealed record SendOptions
{
    /// <summary>What carries the messages. Default TCP.</summary>
    public Transport Transport { get; init; }

    /// <summary>Name or address of the receiver's machine.</summary>
    public required string Host { get; init; }

    /// <summary>Port.</summary>
    public required int Port { get; init; }

    /// <summary>Where to, as it is written.</summary>
    public string Place => FormattableString.Invariant($"{(Transport == Transport.ZeroMq ? "zmq" : "tcp")}://{Host}:{Port}");

    /// <summary>The secret the receiver asks for; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>What is done to messages. Default nothing.</summary>
    public FaultOptions Faults { get; init; } = new();

    /// <summary>How long the receiver may be out of reach. Default 60 s.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Called with a sentence whenever a connection is made, breaks, or cannot be made. Default null.</summary>
    public Action<string>? OnConnection { get; init; }
}
