using NetMQ;

namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>
/// What all ZeroMQ sockets of the process share: threads and buffers. Whoever has sockets holds it, and when nobody does any more, the threads end.
/// It is held before the first socket is made: the last one to leave waits until no socket is open, and keeps everybody else out meanwhile.
/// Sockets of NetMQ do not linger, whatever is asked of them: what has not left when one is closed is lost. Whoever closes one waits before.
/// </summary>
internal static class ZeroMqContext
{
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
