using System.Buffers.Binary;
using System.Globalization;

namespace VoltageToWiring.Wire.Messages;

/// <summary>Bytes as they arrive, cut into messages. One buffer, used again; it never holds more than one message of the allowed length.</summary>
/// <param name="longestBytes">The longest message allowed.</param>
public sealed class FrameBuffer(int longestBytes)
{
    private const int FirstBytes = 4096;
    private byte[] _bytes = new byte[FirstBytes];
    private int _start;
    private int _end;
    private int _longest = longestBytes;

    /// <summary>Where the next bytes go; never empty. What was read before is no longer valid.</summary>
    public Memory<byte> Free
    {
        get
        {
            MakeRoom();
            return _bytes.AsMemory(_end);
        }
    }

    /// <summary>Whether a message has begun and not ended.</summary>
    public bool IsInsideMessage => _end > _start;

    /// <summary>Bytes held by the buffer.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Allows messages of another length from now on.</summary>
    /// <param name="bytes">The longest.</param>
    public void Allow(int bytes) => _longest = bytes;

    /// <summary>Bytes have been put into <see cref="Free"/>.</summary>
    /// <param name="count">How many.</param>
    public void Advance(int count) => _end += count;

    /// <summary>Takes the next whole message.</summary>
    /// <param name="body">Its bytes without their length; valid until <see cref="Free"/> is asked for.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="WireException">Its length is 0 or beyond what is allowed.</exception>
    public bool TryRead(out ReadOnlyMemory<byte> body)
    {
        body = default;
        if (_end - _start < WireProtocol.LengthBytes)
            return false;
        int length = NextLength();
        if (_end - _start - WireProtocol.LengthBytes < length)
            return false;
        body = _bytes.AsMemory(_start + WireProtocol.LengthBytes, length);
        _start += WireProtocol.LengthBytes + length;
        return true;
    }

    private int NextLength()
    {
        uint length = BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(_start));
        if (length == 0 || length > _longest)
        {
            throw new WireException(WireError.Limit, string.Create(
                CultureInfo.InvariantCulture, $"A message of {length} bytes was announced; 1 to {_longest} are allowed here."));
        }
        return (int)length;
    }

    /// <summary>Moves an unfinished message to the front, and grows where it is longer than the buffer.</summary>
    private void MakeRoom()
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }
        if (_end < _bytes.Length)
            return;
        // Memory grows with what has come, not with what was announced: whoever wants it used has to send it.
        int needed = WireProtocol.LengthBytes + NextLength();
        Array.Resize(ref _bytes, Math.Max(Math.Min(2 * _bytes.Length, needed), _end + 1));
    }
}
