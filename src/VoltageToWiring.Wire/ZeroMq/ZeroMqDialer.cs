using NetMQ;
using NetMQ.Sockets;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;
using VoltageToWiring.Wire.Sending;

namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>Makes connections to a receiver over ZeroMQ: messages are pushed to its port, answers come from the next.</summary>
internal static class ZeroMqDialer
{
    private const int HighWatermark = 64;

    /// <summary>Makes a connection, whether or not anybody is there: what is pushed waits until somebody is.</summary>
    /// <exception cref="WireException">The address is none.</exception>
    public static WireSocket Dial(SenderOptions options, TimeProvider time)
    {
        byte[] name = ZeroMqName.Create();
        WireSocket? connection = null;
        var loop = new ZeroMqLoop(_ => connection?.Dispose());
        PushSocket messages = loop.Own(new PushSocket());
        // Credit bounds what waits.
        messages.Options.SendHighWatermark = options.KeptMessages + 16;
        var socket = new ZeroMqSocket((message, left) => Push(loop, messages, [name, message], left), _ => { }, () => Task.Run(loop.Dispose), time);
        connection = socket;
        DealerSocket answers = new Answers(loop, socket).Socket;
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

    private static void Push(ZeroMqLoop loop, PushSocket to, byte[][] frames, Action left)
    {
        loop.Post(() => to.TrySendMultipartBytes(frames));
        left();
    }

    /// <summary>Hears answers. While the connection has no room no more are received, and the receiver waits.</summary>
    private sealed class Answers
    {
        private readonly ZeroMqLoop _loop;
        private readonly ZeroMqSocket _to;

        public Answers(ZeroMqLoop loop, ZeroMqSocket to)
        {
            _loop = loop;
            _to = to;
            Socket = loop.Own(new DealerSocket(), Hear);
            Socket.Options.ReceiveHighWatermark = HighWatermark;
        }

        public DealerSocket Socket { get; }

        private void Hear()
        {
            while (ZeroMqFrames.TryReceive(Socket, 1, out byte[][]? frames))
            {
                if (frames is [{ Length: > 0 } answer] && !Put(answer))
                    return;
            }
        }

        /// <returns>False when no more are to be received for now.</returns>
        private bool Put(byte[] answer)
        {
            if (_to.TryPut(answer, () => _loop.Post(() => Again(answer))))
                return true;
            _loop.Listen(Socket, false);
            return false;
        }

        private void Again(byte[] answer)
        {
            _loop.Listen(Socket, true);
            if (Put(answer))
                Hear();
        }
    }
}
