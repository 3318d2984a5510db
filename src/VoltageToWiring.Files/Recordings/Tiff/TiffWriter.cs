using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Tiff;

/// <summary>
/// Writes a movie of a known number of pages: uncompressed, 16 bits, little-endian, a strip for each page; BigTIFF where 4 GB are not enough. Where
/// everything lies is known beforehand, so that pages are only appended. LibTiff looks for the last page before each further one: 6 s for 70,000.
/// </summary>
internal sealed class TiffWriter
{
    private const int Entries = 9;
    private const ushort Short = 3, Long = 4, Long8 = 16, Ascii = 2;

    private readonly Stream _stream;
    private readonly FrameSize _size;
    private readonly long _pages;
    private readonly bool _big;
    private readonly byte[] _description;
    private readonly byte[] _directory;
    private byte[] _reversed = [];
    private int _used;
    private long _written;

    public TiffWriter(Stream stream, FrameSize size, long pages, SampleClock clock)
    {
        _stream = stream;
        _size = size;
        _pages = pages;
        _description = Encoding.UTF8.GetBytes(DescriptionOf(pages, clock));
        _directory = new byte[8 + (Entries + 1) * 20 + 8];
        _big = Start(pages) + 20 > uint.MaxValue;
        WriteHeader();
    }

    private long PageBytes => (long)_size.Count * sizeof(ushort);

    private int HeaderBytes => _big ? 16 : 8;

    private int EntryBytes => _big ? 20 : 12;

    private int DirectoryBytes => (_big ? 16 : 6) + Entries * EntryBytes;

    /// <summary>Appends a page.</summary>
    /// <param name="pixels">Its pixels, row after row.</param>
    public void Write(ReadOnlySpan<ushort> pixels)
    {
        WritePixels(pixels);
        _used = 0;
        bool first = _written == 0;
        Put(first ? Entries + 1 : Entries, _big ? 8 : 2);
        Entry(256, Long, 1, _size.Width);
        Entry(257, Long, 1, _size.Height);
        Entry(258, Short, 1, 16);
        Entry(259, Short, 1, 1);
        Entry(262, Short, 1, 1);
        if (first)
            Entry(270, Ascii, _description.Length, HeaderBytes);
        Entry(273, _big ? Long8 : Long, 1, Start(_written));
        Entry(277, Short, 1, 1);
        Entry(278, Long, 1, _size.Height);
        Entry(279, _big ? Long8 : Long, 1, PageBytes);
        Put(_written + 1 == _pages ? 0 : Directory(_written + 1), _big ? 8 : 4);
        _stream.Write(_directory.AsSpan(0, _used));
        _written++;
    }

    /// <summary>Where the pixels of a page begin. The first page has an entry more.</summary>
    private long Start(long page) => HeaderBytes + _description.Length + page * (PageBytes + DirectoryBytes) + (page > 0 ? EntryBytes : 0);

    private long Directory(long page) => Start(page) + PageBytes;

    private void WriteHeader()
    {
        _stream.Write(_big ? "II+\0\b\0\0\0"u8 : "II*\0"u8);
        Put(Directory(0), _big ? 8 : 4);
        _stream.Write(_directory.AsSpan(0, _used));
        _stream.Write(_description);
    }

    private void Entry(int tag, ushort type, long count, long value)
    {
        Put(tag, 2);
        Put(type, 2);
        Put(count, _big ? 8 : 4);
        // Little-endian: a short value stands first in its field.
        Put(value, _big ? 8 : 4);
    }

    private void Put(long value, int bytes)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(eight, value);
        eight[..bytes].CopyTo(_directory.AsSpan(_used));
        _used += bytes;
    }

    private void WritePixels(ReadOnlySpan<ushort> pixels)
    {
        if (BitConverter.IsLittleEndian)
        {
            _stream.Write(MemoryMarshal.AsBytes(pixels));
            return;
        }
        _reversed = _reversed.Length == PageBytes ? _reversed : new byte[PageBytes];
        BinaryPrimitives.ReverseEndianness(pixels, MemoryMarshal.Cast<byte, ushort>(_reversed.AsSpan()));
        _stream.Write(_reversed);
    }

    // As ImageJ writes it, so that it and others know the rate; of an even length, which TIFF asks of offsets.
    private static string DescriptionOf(long pages, SampleClock clock)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"ImageJ=1.54f\nimages={pages}\nframes={pages}\nfinterval={clock.PeriodSeconds:R}\nfps={clock.RateHz:R}\n");
        return text + (text.Length % 2 == 0 ? "\0\0" : "\0");
    }
}
