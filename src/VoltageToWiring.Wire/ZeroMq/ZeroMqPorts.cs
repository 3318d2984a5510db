using System.Net;
using System.Net.Sockets;
using NetMQ;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>Binds sockets to ports.</summary>
internal static class ZeroMqPorts
{
    /// <summary>Binds one socket to a port, and another one to the next.</summary>
    /// <param name="first">The socket that gets the port itself.</param>
    /// <param name="second">The other one.</param>
    /// <param name="at">Address and port; port 0 takes any two that are free.</param>
    /// <param name="attempts">How often free ports are looked for.</param>
    /// <returns>Where the first one is.</returns>
    /// <exception cref="WireException">They cannot be had.</exception>
    public static IPEndPoint BindPair(NetMQSocket first, NetMQSocket second, IPEndPoint at, int attempts)
    {
        if (at.Port == IPEndPoint.MaxPort)
            throw NoNext(at);
        for (int attempt = 1; ; attempt++)
        {
            IPEndPoint bound = Bind(first, at);
            try
            {
                Bind(second, bound.Port < IPEndPoint.MaxPort ? new IPEndPoint(bound.Address, bound.Port + 1) : throw NoNext(bound));
                return bound;
            }
            catch (WireException) when (at.Port == 0 && attempt < attempts)
            {
                first.Unbind(Address(bound));
            }
        }
    }

    /// <summary>Binds a socket.</summary>
    /// <returns>Where it is.</returns>
    /// <exception cref="WireException">The port cannot be had.</exception>
    public static IPEndPoint Bind(NetMQSocket socket, IPEndPoint at)
    {
        try
        {
            socket.Options.IPv4Only = at.AddressFamily == AddressFamily.InterNetwork;
            if (at.Port == 0)
                return new IPEndPoint(at.Address, socket.BindRandomPort($"tcp://{Host(at.Address)}"));
            socket.Bind(Address(at));
            return at;
        }
        catch (Exception cause) when (cause is NetMQException or SocketException or ArgumentException)
        {
            throw new WireException(WireError.Closed, $"Cannot listen on {at}: {cause.Message}.", cause);
        }
    }

    private static WireException NoNext(IPEndPoint at)
        => new(WireError.Closed, FormattableString.Invariant($"Cannot listen on {at}: the port after it is needed, too; allowed is up to {IPEndPoint.MaxPort - 1}."));

    private static string Address(IPEndPoint at) => $"tcp://{at}";

    private static string Host(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
