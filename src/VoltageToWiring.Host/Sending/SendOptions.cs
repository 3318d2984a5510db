using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Host.Sending;

/// <summary>Where a recording is sent, and how badly.</summary>
public sealed record SendOptions
{
    /// <summary>How. Default messages of the wire protocol over TCP.</summary>
    public SendWay Way { get; init; }

    /// <summary>Name or address of the receiver's machine; of this one where it is published.</summary>
    public required string Host { get; init; }

    /// <summary>Port.</summary>
    public required int Port { get; init; }

    /// <summary>Where to, as it is written.</summary>
    public string Place => FormattableString.Invariant($"{SchemeOf(Way)}://{Host}:{Port}");

    /// <summary>The secret the receiver asks for; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>What is done to messages. Default nothing.</summary>
    public FaultOptions Faults { get; init; } = new();

    /// <summary>How long the receiver may be out of reach. Default 60 s.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Called with a sentence whenever a connection is made, breaks, or cannot be made. Default null.</summary>
    public Action<string>? OnConnection { get; init; }

    /// <summary>What stands before the host where it is written.</summary>
    /// <param name="way">How.</param>
    public static string SchemeOf(SendWay way) => way switch
    {
        SendWay.ZeroMq => "zmq",
        SendWay.OpenEphys => "open-ephys",
        _ => "tcp",
    };
}

/// <summary>How a recording is sent.</summary>
public enum SendWay
{
    /// <summary>In messages of the wire protocol, over TCP.</summary>
    Tcp,

    /// <summary>In messages of the wire protocol, over ZeroMQ.</summary>
    ZeroMq,

    /// <summary>As Open Ephys publishes.</summary>
    OpenEphys,
}
