using System.Buffers;
using System.Buffers.Binary;
using MessagePack;

namespace VoltageToWiring.Wire.Messages;

/// <summary>Encoded messages one after the other, each behind its length. Memory is kept when it is cleared.</summary>
public sealed class FrameBuilder : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[256];
    private int _count;

    /// <summary>Everything written so far, until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <summary>Empties it.</summary>
    public void Clear() => _count = 0;

    /// <summary>Begins a message: a map of so many fields, the first of which is its type.</summary>
    /// <param name="type">The word for the type.</param>
    /// <param name="fields">Fields, the type included.</param>
    /// <param name="start">To be handed to <see cref="End"/>.</param>
    /// <returns>Writes the other fields.</returns>
    internal MessagePackWriter Begin(ReadOnlySpan<byte> type, int fields, out int start)
    {
        start = _count;
        GetSpan(WireProtocol.LengthBytes);
        Advance(WireProtocol.LengthBytes);
        var writer = new MessagePackWriter(this);
        writer.WriteMapHeader(fields);
        writer.WriteString("type"u8);
        writer.WriteString(type);
        return writer;
    }

    /// <summary>Ends a message: writes its length where it belongs.</summary>
    internal void End(ref MessagePackWriter writer, int start)
    {
        writer.Flush();
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(start), (uint)(_count - start - WireProtocol.LengthBytes));
    }

    /// <summary>Appends bytes as they are.</summary>
    /// <param name="bytes">Whole messages with their lengths.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - _count));
        _count += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsMemory(_count);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void EnsureRoom(int count)
    {
        int needed = checked(_count + Math.Max(count, 1));
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length)));
    }
}
