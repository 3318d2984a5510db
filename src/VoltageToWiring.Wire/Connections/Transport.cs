namespace VoltageToWiring.Wire.Connections;

/// <summary>What carries the messages of the protocol.</summary>
public enum Transport
{
    /// <summary>TCP: each message behind its length.</summary>
    Tcp,

    /// <summary>ZeroMQ: each message a frame, pushed to the receiver; answers at the next port.</summary>
    ZeroMq,
}
