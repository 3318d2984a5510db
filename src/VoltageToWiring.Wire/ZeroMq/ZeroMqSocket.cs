using System.Buffers.Binary;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Wire.Connections;
using VoltageToWiring.Wire.Messages;

namespace VoltageToWiring.Wire.ZeroMq;

/// <summary>
/// A connection that shares its ZeroMQ sockets with others: what a thread that owns these has received for it waits here, and what it writes is
/// handed to that thread, message by message.
/// </summary>
/// <param name="send">Hands one message over, without its length; calls back once the next one may be.</param>
/// <param name="whenUnheard">Calls back if nobody hears what was handed over before.</param>
/// <param name="close">Called once, when it is closed.</param>
/// <param name="time">Tells how long nothing came.</param>
internal sealed class ZeroMqSocket(Action<byte[], Action> send, Action<Action> whenUnheard, Action close, TimeProvider time) : WireSocket(time)
{
    private const int MostMessages = 64;
    private const long MostBytes = 1 << 24;
    private const int MostUnsent = 16;

    private readonly Lock _gate = new();
    private readonly AsyncSignal _signal = new();
    private readonly AsyncSignal _left = new();
    private readonly Queue<byte[]> _came = new();
    private long _bytes;
    private int _unsent;
    private Action? _whenRoom;
    private bool _ended;
    private bool _disposed;

    /// <summary>Puts a message behind those that wait.</summary>
    /// <param name="message">The message; it is kept.</param>
    /// <param name="whenRoom">Called once there is room again; not called where there was.</param>
    /// <returns>False when there is no room.</returns>
    public bool TryPut(byte[] message, Action whenRoom)
    {
        lock (_gate)
        {
            if (_ended || _disposed)
                return true;
            if (_came.Count >= MostMessages || (_came.Count > 0 && _bytes + message.Length > MostBytes))
            {
                _whenRoom = whenRoom;
                return false;
            }
            _came.Enqueue(message);
            _bytes += message.Length;
        }
        _signal.Set();
        return true;
    }

    /// <inheritdoc/>
    public override void Wake() => _signal.Set();

    /// <inheritdoc/>
    public override async ValueTask<bool> ReadAsync(FrameBuffer frames)
    {
        if (await TakeAsync(minding: true).ConfigureAwait(false) is not { } message)
            return false;
        HeardNow();
        AppendMessage(frames, message);
        return true;
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> DiscardAsync(Memory<byte> scratch) => await TakeAsync(minding: false).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int length = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.Span);
            Interlocked.Increment(ref _unsent);
            send(bytes.Slice(WireProtocol.LengthBytes, length).ToArray(), Left);
            bytes = bytes[(WireProtocol.LengthBytes + length)..];
            while (Volatile.Read(ref _unsent) >= MostUnsent)
            {
                if (!await _left.WaitAsync().ConfigureAwait(false))
                    throw new ObjectDisposedException(nameof(ZeroMqSocket));
            }
        }
    }

    /// <summary>Nothing more will be written. Whoever hears it has time to; where nobody does, nothing more is read either.</summary>
    public override void EndWriting() => whenUnheard(End);

    /// <inheritdoc/>
    public override void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }
        Forget();
        _signal.Close();
        _left.Close();
        close();
    }

    /// <summary>Waits for the next message.</summary>
    /// <returns>Null when no more come.</returns>
    private async ValueTask<byte[]?> TakeAsync(bool minding)
    {
        while (true)
        {
            if ((!minding || MayRead?.Invoke() != false) && TryTake(out byte[]? message))
                return message;
            if (!await _signal.WaitAsync().ConfigureAwait(false))
                throw new ObjectDisposedException(nameof(ZeroMqSocket));
        }
    }

    private void Left()
    {
        Interlocked.Decrement(ref _unsent);
        _left.Set();
    }

    /// <returns>Whether there was something, be it the end.</returns>
    private bool TryTake(out byte[]? message)
    {
        Action? whenRoom;
        lock (_gate)
        {
            message = null;
            if (_ended || !_came.TryDequeue(out message))
                return _ended;
            _bytes -= message.Length;
            whenRoom = _whenRoom;
            _whenRoom = null;
        }
        whenRoom?.Invoke();
        return true;
    }

    private void End()
    {
        Forget();
        _signal.Set();
    }

    private void Forget()
    {
        Action? whenRoom;
        lock (_gate)
        {
            _ended = true;
            _came.Clear();
            _bytes = 0;
            whenRoom = _whenRoom;
            _whenRoom = null;
        }
        whenRoom?.Invoke();
    }

    private static void AppendMessage(FrameBuffer frames, byte[] message)
    {
        Span<byte> length = stackalloc byte[WireProtocol.LengthBytes];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)message.Length);
        Append(frames, length);
        Append(frames, message);
    }

    private static void Append(FrameBuffer frames, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Memory<byte> free = frames.Free;
            int count = Math.Min(free.Length, bytes.Length);
            bytes[..count].CopyTo(free.Span);
            frames.Advance(count);
            bytes = bytes[count..];
        }
    }
}
