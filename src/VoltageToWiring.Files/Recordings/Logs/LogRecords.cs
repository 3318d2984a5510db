using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace VoltageToWiring.Files.Recordings.Logs;

/// <summary>Reads the records of a log one after the other, each checked.</summary>
/// <param name="file">The log.</param>
/// <param name="end">Index after the last byte that may be read.</param>
internal sealed class LogRecords(SafeFileHandle file, long end)
{
    private readonly byte[] _head = new byte[LogFormat.RecordHeadBytes];
    private byte[] _contents = [];

    /// <summary>Where the next record begins.</summary>
    public long Position { get; private set; } = LogFormat.Magic.Length;

    /// <summary>Whether there is nothing more to read.</summary>
    public bool IsAtEnd => Position >= end;

    /// <summary>Contents of the last record read; good until the next is.</summary>
    public ReadOnlyMemory<byte> Contents { get; private set; }

    /// <summary>Reads the next record.</summary>
    /// <returns>False where there is none, or none that is whole; <see cref="Position"/> stays.</returns>
    public bool TryRead()
    {
        if (!TryFill(_head, Position))
            return false;
        int length = BinaryPrimitives.ReadInt32LittleEndian(_head);
        long at = Position + _head.Length;
        if (length is < 0 or > LogFormat.LongestRecord || length > end - at)
            return false;
        if (_contents.Length < length)
            _contents = new byte[Math.Max(length, Math.Min(2 * _contents.Length, LogFormat.LongestRecord))];
        Memory<byte> contents = _contents.AsMemory(0, length);
        if (!TryFill(contents.Span, at) || Crc32.HashToUInt32(contents.Span) != BinaryPrimitives.ReadUInt32LittleEndian(_head.AsSpan(4)))
            return false;
        Contents = contents;
        Position = at + length;
        return true;
    }

    /// <summary>Goes to a record.</summary>
    /// <param name="position">Where it begins.</param>
    public void Seek(long position) => Position = position;

    private bool TryFill(Span<byte> bytes, long at)
    {
        if (at + bytes.Length > end)
            return false;
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(file, bytes, at);
            if (read == 0)
                return false;
            bytes = bytes[read..];
            at += read;
        }
        return true;
    }
}
