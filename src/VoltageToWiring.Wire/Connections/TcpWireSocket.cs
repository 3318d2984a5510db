using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.Connections;

/// <summary>A TCP connection.</summary>
internal sealed class TcpWireSocket : WireSocket
{
    private readonly Socket _socket;

    public TcpWireSocket(Socket socket, TimeProvider time)
        : base(time)
    {
        _socket = socket;
        _socket.NoDelay = true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<bool> ReadAsync(FrameBuffer frames)
    {
        int count = await _socket.ReceiveAsync(frames.Free, SocketFlags.None).ConfigureAwait(false);
        frames.Advance(count);
        HeardNow();
        return count > 0;
    }

    public override async ValueTask<bool> DiscardAsync(Memory<byte> scratch)
        => await _socket.ReceiveAsync(scratch, SocketFlags.None).ConfigureAwait(false) > 0;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
    }

    public override void EndWriting() => _socket.Shutdown(SocketShutdown.Send);

    public override void Dispose() => _socket.Dispose();
}

/// <summary>Takes TCP connections in.</summary>
internal sealed class TcpAcceptor : IAcceptor
{
    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private volatile bool _closed;

    /// <exception cref="WireException">The address cannot be had.</exception>
    public TcpAcceptor(IPEndPoint endPoint, TimeProvider time)
    {
        _time = time;
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(endPoint);
            _socket.Listen(512);
        }
        catch (SocketException cause)
        {
            _socket.Dispose();
            throw new WireException(WireError.Closed, $"Cannot listen on {endPoint}: {cause.Message}.", cause);
        }
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    public async Task<WireSocket> AcceptAsync()
    {
        try
        {
            return new TcpWireSocket(await _socket.AcceptAsync().ConfigureAwait(false), _time);
        }
        catch (SocketException cause) when (_closed)
        {
            throw new ObjectDisposedException(nameof(TcpAcceptor), cause);
        }
    }

    public void Close()
    {
        _closed = true;
        _socket.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }
}
