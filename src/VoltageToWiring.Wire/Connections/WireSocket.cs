using System.Net.Sockets;
using System.Runtime.CompilerServices;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Connections;

/// <summary>A TCP connection: bytes in, bytes out, and when the last ones came.</summary>
internal sealed class WireSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private long _heard;

    public WireSocket(Socket socket, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        _socket.NoDelay = true;
        HeardNow();
    }

    /// <summary>The other end, for messages.</summary>
    public string Peer { get; init; } = "";

    /// <summary>Time since bytes came, or since <see cref="HeardNow"/>.</summary>
    public TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _heard));

    /// <summary>Begins the silence anew.</summary>
    public void HeardNow() => Volatile.Write(ref _heard, _time.GetTimestamp());

    /// <summary>Reads whatever has come into a buffer.</summary>
    /// <returns>False when the peer sends no more.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> ReadAsync(FrameBuffer frames)
    {
        int count = await _socket.ReceiveAsync(frames.Free, SocketFlags.None).ConfigureAwait(false);
        frames.Advance(count);
        HeardNow();
        return count > 0;
    }

    /// <summary>Reads bytes and forgets them.</summary>
    /// <returns>False when the peer sends no more.</returns>
    public async ValueTask<bool> DiscardAsync(Memory<byte> scratch)
        => await _socket.ReceiveAsync(scratch, SocketFlags.None).ConfigureAwait(false) > 0;

    /// <summary>Writes bytes, all of them.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
    }

    /// <summary>Says that nothing more will be written. What the peer still sends can be read.</summary>
    public void EndWriting() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes at once; a read or write under way fails.</summary>
    public void Dispose() => _socket.Dispose();

    /// <summary>Whether an exception is that of a connection that has broken or was closed.</summary>
    public static bool IsBroken(Exception cause) => cause is SocketException or ObjectDisposedException or OperationCanceledException;
}
