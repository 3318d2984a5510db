using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VoltageToWiring.Files.Recordings.Tiff;

/// <summary>
/// The pixels of a movie, page after page. Uncompressed strips and tiles are read as they lie in the file; LibTiff unpacks the others. It could read
/// all of them, at 75 µs and 127 kB of garbage for a page, however small.
/// </summary>
internal sealed class TiffPixels : ISampleRows
{
    private readonly TiffBytes _file;
    private readonly TiffPages _pages;
    private readonly TiffLayout _layout;
    private readonly PackedSegments? _packed;
    private byte[] _segment = [];

    public TiffPixels(string path)
    {
        _file = new TiffBytes(path);
        try
        {
            _pages = new TiffPages(_file);
            _layout = _pages.Layout;
            _packed = _layout.IsCompressed ? new PackedSegments(path) : null;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public void Read(Span<float> samples) => throw new NotSupportedException("A movie has pixels.");

    public void Read(Span<double> samples) => throw new NotSupportedException("A movie has pixels.");

    public void Read(Span<ushort> pixels)
    {
        for (int frame = 0; frame < pixels.Length; frame += _layout.Size.Count)
        {
            if (!_pages.MoveNext())
                throw new FileFormatException(_file.Path, _pages.Count + 1, "the end of the file", "as many pages as there were when it was opened", "page");
            ReadPage(pixels.Slice(frame, _layout.Size.Count));
        }
    }

    public void Dispose()
    {
        _packed?.Dispose();
        _file.Dispose();
    }

    private void ReadPage(Span<ushort> pixels)
    {
        TiffPage page = _pages.Page;
        _packed?.Begin(page.Directory, _pages.Count);
        int across = (page.Width + page.SegmentWidth - 1) / page.SegmentWidth;
        for (int i = 0; i < page.Offsets.Count; i++)
        {
            int x = i % across * page.SegmentWidth, y = i / across * page.SegmentHeight;
            int rows = Math.Min(page.SegmentHeight, page.Height - y), columns = Math.Min(page.SegmentWidth, page.Width - x);
            ReadOnlySpan<byte> segment = Segment(i, _layout.BytesOf(page, i));
            for (int row = 0; row < rows; row++)
                Widen(segment[(row * page.SegmentWidth * _layout.Bits / 8)..], pixels.Slice((y + row) * page.Width + x, columns));
        }
    }

    private ReadOnlySpan<byte> Segment(int index, int bytes)
    {
        if (_segment.Length < bytes)
            _segment = new byte[bytes];
        Span<byte> segment = _segment.AsSpan(0, bytes);
        if (_packed is not null)
            _packed.Read(index, _segment, bytes);
        else if (!_file.TryRead(_pages.Page.Offsets[index] + _pages.Shift, segment))
            throw TiffLayout.Truncated(_file, _pages.Count);
        return segment;
    }

    private void Widen(ReadOnlySpan<byte> row, Span<ushort> pixels)
    {
        if (_layout.Bits == 8)
        {
            for (int i = 0; i < pixels.Length; i++)
                pixels[i] = row[i];
            return;
        }
        ReadOnlySpan<ushort> counts = MemoryMarshal.Cast<byte, ushort>(row)[..pixels.Length];
        // LibTiff gives the order of this machine.
        if (_packed is null && _file.IsBigEndian == BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(counts, pixels);
        else
            counts.CopyTo(pixels);
    }
}
