using NetMQ;

namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>
/// What all ZeroMQ sockets of the process share: threads and buffers. Whoever has sockets holds it, and when nobody does any more, it is waited
/// until what was sent has left, as long as sockets may linger, and the threads end.
/// </summary>
public static class ZeroMqContext
{
    /// <summary>How long closed sockets go on sending what waits.</summary>
    internal static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private static readonly Lock Gate = new();
    private static int _holders;

    /// <summary>Takes hold of it; dispose of the result once all sockets are closed.</summary>
    public static IDisposable Hold()
    {
        lock (Gate)
            _holders++;
        return new Holder();
    }

    private static void Leave()
    {
        lock (Gate)
        {
            if (--_holders == 0)
                NetMQConfig.Cleanup(block: true);
        }
    }

    private sealed class Holder : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
                Leave();
        }
    }
}
