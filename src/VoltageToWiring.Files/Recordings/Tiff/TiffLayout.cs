using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Tiff;

/// <summary>What all pages of a movie have in common: those of another size, or of another kind, are refused by their number.</summary>
/// <param name="Size">Width and height.</param>
/// <param name="Bits">8 or 16.</param>
/// <param name="Compression">How pixels are packed, as TIFF numbers it.</param>
internal sealed record TiffLayout(FrameSize Size, int Bits, int Compression)
{
    /// <summary>Most pixels of a frame, which has 64 MiB then; cameras have a twentieth of that.</summary>
    public const int MostPixels = 1 << 25;

    private const int None = 1, Lzw = 5, AdobeDeflate = 8, PackBits = 32773, Deflate = 32946;

    public bool IsCompressed => Compression != None;

    public string CompressionName => Compression switch
    {
        None => "uncompressed",
        Lzw => "LZW",
        AdobeDeflate or Deflate => "deflate",
        _ => "PackBits",
    };

    /// <summary>Reads it off the first page.</summary>
    /// <exception cref="FileFormatException">It is no image of 8 or 16-bit counts.</exception>
    public static TiffLayout Of(TiffBytes file, TiffPage page)
    {
        (string Found, string Allowed)? problem = page switch
        {
            { SamplesPerPixel: not 1 } => ($"{page.SamplesPerPixel} values for each pixel", "one, as gray movies have"),
            { SampleFormat: not 1 } or { Bits: not (8 or 16) } => ($"pixels of {page.Bits} bits{Kind(page.SampleFormat)}", "unsigned integers of 8 or 16 bits"),
            { Photometric: 0 } => ("pixels whose zero is white", "gray pixels whose zero is black"),
            { Photometric: not 1 } => ("colours", "gray pixels whose zero is black"),
            { Compression: not (None or Lzw or AdobeDeflate or PackBits or Deflate) } => (FormattableString.Invariant($"compression {page.Compression}"), "none, LZW, deflate or PackBits"),
            _ when page.Width < 1 || page.Height < 1 || (long)page.Width * page.Height > MostPixels => (FormattableString.Invariant($"{page.Width} × {page.Height} pixels"), FormattableString.Invariant($"1 to {MostPixels} pixels")),
            { Compression: not None } when file.IsBig && file.IsBigEndian => ("compressed pixels in a BigTIFF file with big-endian numbers", "uncompressed ones there, or little-endian numbers"),
            _ => null,
        };
        return problem is { } wrong
            ? throw new FileFormatException(file.Path, 1, wrong.Found, wrong.Allowed, "page")
            : new TiffLayout(new FrameSize(page.Width, page.Height), page.Bits, page.Compression);
    }

    /// <summary>Holds a page against it, and against the length of the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="page">The page.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <exception cref="FileFormatException">It is another kind of page, or not all there.</exception>
    public void Check(TiffBytes file, TiffPage page, long number)
    {
        if (page.Width != Size.Width || page.Height != Size.Height)
            throw new FileFormatException(file.Path, number, $"{new FrameSize(page.Width, page.Height)}", $"the {Size} of page 1", "page");
        if (page.Bits != Bits || page.Compression != Compression || page is not { SamplesPerPixel: 1, SampleFormat: 1, Photometric: 1 })
            throw new FileFormatException(file.Path, number, "another kind of pixels", "the same on all pages", "page");
        CheckSegments(file, page, number);
    }

    private void CheckSegments(TiffBytes file, TiffPage page, long number)
    {
        long segments = page.SegmentWidth < 1 || page.SegmentHeight < 1 || (long)page.SegmentWidth * page.SegmentHeight > MostPixels
            ? 0
            : Divided(page.Width, page.SegmentWidth) * Divided(page.Height, page.SegmentHeight);
        if (segments == 0 || page.Offsets.Count != segments || page.ByteCounts.Count != segments)
            throw new FileFormatException(file.Path, number, FormattableString.Invariant($"{page.Offsets.Count} strips or tiles"), FormattableString.Invariant($"the {segments} that cover the page"), "page");
        for (int i = 0; i < segments; i++)
        {
            if (!file.Has(page.Offsets[i], page.ByteCounts[i]))
                throw Truncated(file, number);
            if (!IsCompressed && page.ByteCounts[i] < BytesOf(page, i))
                throw new FileFormatException(file.Path, number, FormattableString.Invariant($"a strip or tile of {page.ByteCounts[i]} bytes"), FormattableString.Invariant($"{BytesOf(page, i)} bytes"), "page");
        }
    }

    /// <summary>How long a strip or a tile is, unpacked. Tiles are whole, beyond the border of the page, too; the last strip is as low as the page wants it.</summary>
    /// <param name="page">A page that was checked.</param>
    /// <param name="index">Index of the strip or tile.</param>
    public int BytesOf(TiffPage page, int index)
    {
        int rows = page.IsTiled ? page.SegmentHeight : Math.Min(page.SegmentHeight, page.Height - index * page.SegmentHeight);
        return page.SegmentWidth * rows * Bits / 8;
    }

    /// <summary>A page whose pixels, or whose directory, lie beyond the end of the file.</summary>
    public static FileFormatException Truncated(TiffBytes file, long number) => new(
        file.Path, number, string.Create(CultureInfo.InvariantCulture, $"the end of the file at {file.Length} bytes"), "a whole TIFF file; this one is truncated", "page");

    private static long Divided(int length, int by) => ((long)length + by - 1) / by;

    private static string Kind(int format) => format switch { 2 => " with a sign", 3 => " in floating point", _ => "" };
}
