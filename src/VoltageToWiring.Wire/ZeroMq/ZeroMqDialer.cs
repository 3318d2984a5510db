using NetMQ;
using NetMQ.Sockets;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>Makes connections to a receiver over ZeroMQ: messages are pushed to its port, answers come from the next.</summary>
internal static class ZeroMqDialer
{
    /// <summary>Makes a connection, whether or not anybody is there: what is pushed waits until somebody is.</summary>
    /// <exception cref="WireException">The address is none.</exception>
    public static WireSocket Dial(SenderOptions options, TimeProvider time)
    {
        byte[] name = ZeroMqName.Create();
        var messages = new PushSocket();
        var answers = new DealerSocket();
        WireSocket? connection = null;
        var loop = new ZeroMqLoop(_ => connection?.Dispose());
        // Credit bounds what waits.
        messages.Options.SendHighWatermark = options.KeptMessages + 16;
        var socket = new ZeroMqSocket(
            message => loop.Post(() => messages.TrySendMultipartBytes(name, message)), _ => { }, () => Task.Run(loop.Dispose), time);
        connection = socket;
        loop.Own(messages);
        loop.Own(answers, () => Hear(answers, socket));
        try
        {
            messages.Connect($"tcp://{options.Host}:{options.Port}");
            answers.Connect($"tcp://{options.Host}:{options.Port + 1}");
            answers.SendFrame(name);
        }
        catch (Exception cause) when (cause is NetMQException or System.Net.Sockets.SocketException or ArgumentException)
        {
            loop.Dispose();
            throw new WireException(WireError.Timeout, $"Cannot reach {options.Host}:{options.Port}: {cause.Message}.", cause);
        }
        loop.Start("ZeroMQ sender");
        options.OnConnection?.Invoke(FormattableString.Invariant($"Waiting for zmq://{options.Host}:{options.Port} to answer."));
        return socket;
    }

    private static void Hear(DealerSocket answers, ZeroMqSocket socket)
    {
        while (ZeroMqFrames.TryReceive(answers, 1, out byte[][]? frames))
        {
            // Answers that find no room come again.
            if (frames is [{ Length: > 0 } answer])
                socket.TryPut(answer, () => { });
        }
    }
}
