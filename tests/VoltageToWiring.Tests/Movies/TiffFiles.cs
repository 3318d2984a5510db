using BitMiracle.LibTiff.Classic;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;
using Tiff = BitMiracle.LibTiff.Classic.Tiff;

namespace VoltageToWiring.Tests.Movies;

/// <summary>Movies as LibTiff writes them, and how they are read.</summary>
internal static class TiffFiles
{
    /// <summary>How a movie lies in its file.</summary>
    /// <param name="Mode">LibTiff's: w, wb for big-endian, w8 for BigTIFF.</param>
    /// <param name="Bits">8 or 16.</param>
    /// <param name="Compression">How pixels are packed.</param>
    /// <param name="Rows">Rows of a strip; 0 for tiles of 16 × 16.</param>
    /// <param name="Differences">Whether rows are kept as differences of pixels.</param>
    public readonly record struct Layout(string Mode, int Bits = 16, Compression Compression = Compression.NONE, int Rows = 1000, bool Differences = false);

    /// <summary>Random pixels: pages × height × width.</summary>
    public static ushort[][] Pages(int pages, int width, int height, int bits, ulong seed = 1)
    {
        RandomStream random = new RandomStreams(seed).Stream("pages");
        // Neighbours alike, so that packing them makes them shorter.
        return [.. Enumerable.Range(0, pages).Select(page => Enumerable.Range(0, width * height)
            .Select(pixel => (ushort)((page * 1000 + pixel / 3 * 11 + (int)(random.NextDouble() * 20)) % (1 << bits))).ToArray())];
    }

    public static void Write(string path, ushort[][] pages, int width, int height, Layout layout, Action<Tiff, int>? also = null)
    {
        using Tiff tiff = Tiff.Open(path, layout.Mode);
        for (int page = 0; page < pages.Length; page++)
        {
            tiff.SetField(TiffTag.IMAGEWIDTH, width);
            tiff.SetField(TiffTag.IMAGELENGTH, height);
            tiff.SetField(TiffTag.BITSPERSAMPLE, layout.Bits);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
            tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
            tiff.SetField(TiffTag.COMPRESSION, layout.Compression);
            if (layout.Differences)
                tiff.SetField(TiffTag.PREDICTOR, Predictor.HORIZONTAL);
            also?.Invoke(tiff, page);
            if (layout.Rows == 0)
                WriteTiles(tiff, pages[page], width, height, layout.Bits);
            else
                WriteStrips(tiff, pages[page], width, height, layout);
            tiff.WriteDirectory();
        }
    }

    /// <summary>All pixels of a movie, page after page.</summary>
    public static ushort[][] Read(IRecordingFile file, int batchFrames)
    {
        var pages = new List<ushort[]>();
        foreach (RecordingBatch batch in file.Open(batchFrames).Batches(TestContext.Current.CancellationToken))
        {
            for (int frame = 0; frame < batch.FrameCount; frame++)
                pages.Add(batch.UInt16.Slice(frame * batch.Targets, batch.Targets).ToArray());
        }
        return [.. pages];
    }

    private static void WriteStrips(Tiff tiff, ushort[] pixels, int width, int height, Layout layout)
    {
        int rows = Math.Min(layout.Rows, height);
        tiff.SetField(TiffTag.ROWSPERSTRIP, rows);
        for (int strip = 0; strip * rows < height; strip++)
        {
            int first = strip * rows, count = Math.Min(rows, height - first);
            byte[] bytes = Bytes(pixels.AsSpan(first * width, count * width), layout.Bits);
            Assert.NotEqual(-1, tiff.WriteEncodedStrip(strip, bytes, bytes.Length));
        }
    }

    private static void WriteTiles(Tiff tiff, ushort[] pixels, int width, int height, int bits)
    {
        tiff.SetField(TiffTag.TILEWIDTH, 16);
        tiff.SetField(TiffTag.TILELENGTH, 16);
        var tile = new ushort[256];
        for (int y = 0; y < height; y += 16)
        {
            for (int x = 0; x < width; x += 16)
            {
                for (int at = 0; at < 256; at++)
                    tile[at] = y + at / 16 < height && x + at % 16 < width ? pixels[(y + at / 16) * width + x + at % 16] : (ushort)77;
                byte[] bytes = Bytes(tile, bits);
                Assert.NotEqual(-1, tiff.WriteEncodedTile(tiff.ComputeTile(x, y, 0, 0), bytes, bytes.Length));
            }
        }
    }

    private static byte[] Bytes(ReadOnlySpan<ushort> pixels, int bits)
        => bits == 8 ? [.. pixels.ToArray().Select(pixel => (byte)pixel)] : [.. pixels.ToArray().SelectMany(BitConverter.GetBytes)];
}
