using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace VoltageToWiring.Files.Recordings.Tiff;

/// <summary>The bytes of a TIFF file, in its order, wherever they lie: classic files and BigTIFF.</summary>
internal sealed class TiffBytes : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly byte[] _word = new byte[16];

    /// <exception cref="FileFormatException">It does not begin as a TIFF file does.</exception>
    public TiffBytes(string path)
    {
        Path = path;
        _file = File.OpenHandle(path);
        try
        {
            Length = RandomAccess.GetLength(_file);
            ReadHeader();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public long Length { get; }

    public bool IsBigEndian { get; private set; }

    /// <summary>Whether offsets have eight bytes.</summary>
    public bool IsBig { get; private set; }

    /// <summary>Where the directory of the first page lies.</summary>
    public long FirstDirectory { get; private set; }

    /// <summary>Whether all of a stretch lies within the file.</summary>
    public bool Has(long offset, long count) => offset >= 0 && count >= 0 && offset <= Length - count;

    /// <summary>Fills a span.</summary>
    /// <returns>False where the file ends before that.</returns>
    public bool TryRead(long offset, Span<byte> bytes)
    {
        if (!Has(offset, bytes.Length))
            return false;
        while (bytes.Length > 0)
        {
            int count = RandomAccess.Read(_file, bytes, offset);
            if (count == 0)
                return false;
            bytes = bytes[count..];
            offset += count;
        }
        return true;
    }

    public ushort Short(ReadOnlySpan<byte> bytes) => IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public uint Long(ReadOnlySpan<byte> bytes) => IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    /// <summary>Eight bytes; what no file is long enough for is −1.</summary>
    public long Long8(ReadOnlySpan<byte> bytes)
        => (long)Math.Min(IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes), ulong.MaxValue / 2) is var value and < long.MaxValue ? value : -1;

    /// <summary>An offset, or a number of things, of the size that this file has for them.</summary>
    public long Word(ReadOnlySpan<byte> bytes) => IsBig ? Long8(bytes) : Long(bytes);

    public void Dispose() => _file.Dispose();

    private void ReadHeader()
    {
        Span<byte> start = _word;
        if (!TryRead(0, start[..8]) || !(start.StartsWith("II"u8) || start.StartsWith("MM"u8)))
            throw NoTiff();
        IsBigEndian = start[0] == 'M';
        IsBig = Short(start[2..]) switch
        {
            42 => false,
            43 when TryRead(0, start) && Short(start[4..]) == 8 => true,
            _ => throw NoTiff(),
        };
        FirstDirectory = IsBig ? Long8(start[8..]) : Long(start[4..]);
    }

    private FileFormatException NoTiff() => new(Path, "no TIFF header", "a TIFF file");
}
