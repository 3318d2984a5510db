using System.Net;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Wire.OpenEphys;

/// <summary>Where a recording is published in the way of Open Ephys, and how.</summary>
public sealed record OpenEphysPublisherOptions
{
    /// <summary>Address and data port. Default 127.0.0.1:5556: this machine only. Port 0 takes any two that are free. Signs of life are answered at the next port.</summary>
    public IPEndPoint EndPoint { get; init; } = new(IPAddress.Loopback, 5556);

    /// <summary>Wraps what writes messages. Default null; a mock rig puts its faults here.</summary>
    public Func<IMessageWriter, IMessageWriter>? Wrap { get; init; }

    /// <summary>Called with a sentence about who is waited for. Default null.</summary>
    public Action<string>? OnConnection { get; init; }
}
