using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Files.Recordings.Tiff;
using VoltageToWiring.Streaming.Recordings;
using Tiff = BitMiracle.LibTiff.Classic.Tiff;

namespace VoltageToWiring.Tests.Movies;

public class TiffMovieTests
{
    private static readonly ReadOptions At500 = new() { FrameRate = new SampleClock(500) };

    public static IEnumerable<TheoryDataRow<string, int, Compression, int, bool>> Layouts()
        => from mode in (string[])["w", "wb", "w8"]
           from bits in (int[])[8, 16]
           from compression in (Compression[])[Compression.NONE, Compression.LZW, Compression.DEFLATE, Compression.ADOBE_DEFLATE, Compression.PACKBITS]
           from rows in (int[])[1000, 5, 0]
           // Of big-endian numbers LibTiff writes wrong differences, and reads right ones: tests/check_files.py has some.
           from differences in (compression is Compression.LZW or Compression.DEFLATE) && (mode, bits) != ("wb", 16) ? (bool[])[false, true] : [false]
           select new TheoryDataRow<string, int, Compression, int, bool>(mode, bits, compression, rows, differences);

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Read_AnyLayout_GivesThePixels(string mode, int bits, Compression compression, int rows, bool differences)
    {
        using var folder = new TemporaryFolder();
        ushort[][] pages = TiffFiles.Pages(7, 37, 21, bits);
        string path = folder.File("a.tif");
        TiffFiles.Write(path, pages, 37, 21, new TiffFiles.Layout(mode, bits, compression, rows, differences));
        using IRecordingFile file = RecordingFiles.Open(path, At500, TestContext.Current.CancellationToken);
        Assert.Equal((new FrameSize(37, 21), 37 * 21, SampleType.UInt16, 7L), (file.Info.Pixels!.Value, file.Info.Targets, file.Info.SampleType, file.Info.TotalFrames!.Value));
        Assert.Equal(pages, TiffFiles.Read(file, 3));
        Assert.Equal(pages, TiffFiles.Read(file, 100));
    }

    [Theory]
    [InlineData(3, 5, 4)]
    [InlineData(1, 1, 1)]
    [InlineData(40, 17, 9)]
    public void Write_AnyMovie_IsReadByLibTiffAndByUs(int count, int width, int height)
    {
        using var folder = new TemporaryFolder();
        ushort[][] pages = TiffFiles.Pages(count, width, height, 16);
        string path = Written(folder, pages, width, height, new SampleClock(30_000, 1001));
        using (IRecordingFile file = RecordingFiles.Open(path, cancellation: TestContext.Current.CancellationToken))
        {
            Assert.Equal(pages, TiffFiles.Read(file, 2));
            Assert.Equal(30_000 / 1001.0, file.Info.FrameClock.RateHz, 1e-4);
        }
        using Tiff tiff = Tiff.Open(path, "r");
        foreach (ushort[] page in pages)
        {
            var bytes = new byte[2 * width * height];
            Assert.Equal(bytes.Length, tiff.ReadEncodedStrip(0, bytes, 0, bytes.Length));
            Assert.Equal(page, bytes.Chunk(2).Select(two => BinaryPrimitives.ReadUInt16LittleEndian(two)));
            tiff.ReadDirectory();
        }
    }

    [Fact]
    public void Read_MorePagesThanLibTiffCounts_ReadsThemAll()
    {
        using var folder = new TemporaryFolder();
        const int Pages = 70_000;
        string path = folder.File("long.tif");
        using (FileStream stream = File.Create(path))
        {
            var writer = new TiffWriter(stream, new FrameSize(2, 1), Pages, new SampleClock(500));
            for (int page = 0; page < Pages; page++)
                writer.Write([(ushort)page, (ushort)(page >> 16)]);
        }
        using IRecordingFile file = RecordingFiles.Open(path, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Pages, file.Info.TotalFrames);
        Assert.Equal(Enumerable.Range(0, Pages), TiffFiles.Read(file, 4096).Select(page => page[0] | page[1] << 16));
    }

    [Fact]
    public void Read_BeyondFourGigabytes_ReadsBigTiff()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("big.tif");
        const int Side = 4096;
        // 140 pages of 32 MiB, written as a file with holes: it takes no room on the disk.
        const int Pages = 140;
        var size = new FrameSize(Side, Side);
        var page = new ushort[size.Count];
        using (var stream = new SparseFile(path))
        {
            var writer = new TiffWriter(stream, size, Pages, new SampleClock(500));
            for (int i = 0; i < Pages; i++)
            {
                page[i] = (ushort)(i + 1);
                writer.Write(page);
                page[i] = 0;
            }
        }
        Assert.True(new FileInfo(path).Length > uint.MaxValue);
        using IRecordingFile file = RecordingFiles.Open(path, cancellation: TestContext.Current.CancellationToken);
        Assert.StartsWith("BigTIFF", file.Version, StringComparison.Ordinal);
        Assert.Equal(Pages, file.Info.TotalFrames);
        // The last pages lie beyond what 32 bits reach.
        using var pixels = new TiffPixels(path);
        for (int i = 0; i < Pages; i++)
        {
            pixels.Read(page);
            Assert.Equal(i + 1, page[i]);
        }
    }

    [Fact]
    public void Read_StackOfImageJAboveFourGigabytes_FindsThePagesWithoutDirectories()
    {
        using var folder = new TemporaryFolder();
        ushort[][] pages = TiffFiles.Pages(5, 6, 4, 16);
        string path = folder.File("stack.tif");
        TiffFiles.Write(path, pages[..1], 6, 4, new TiffFiles.Layout("w"), (tiff, _) => tiff.SetField(TiffTag.IMAGEDESCRIPTION, "ImageJ=1.53t\nimages=5\nframes=5\nfinterval=0.002\n"));
        // LibTiff puts pixels before the directory; what follows them in ImageJ's file is the next image, so the file is laid out anew.
        byte[] bytes = ImageJStack(File.ReadAllBytes(path), pages);
        File.WriteAllBytes(path, bytes);
        using (IRecordingFile file = RecordingFiles.Open(path, cancellation: TestContext.Current.CancellationToken))
        {
            Assert.Equal((5L, new SampleClock(500)), (file.Info.TotalFrames!.Value, file.Info.FrameClock));
            Assert.Equal(pages, TiffFiles.Read(file, 2));
        }
        File.WriteAllBytes(path, bytes[..^1]);
        string message = Assert.Throws<VoltageToWiring.Files.FileFormatException>(() => RecordingFiles.Open(path, cancellation: TestContext.Current.CancellationToken)).Message;
        Assert.Contains("page 5: found the end of the file", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ImageJ=1.53\nfinterval=0.004\n", 250.0)]
    [InlineData("ImageJ=1.53\nimages=3\nfps=125\n", 125.0)]
    [InlineData("ImageJ=1.53\nfps=7\nfinterval=0.004\n", 250.0)]
    [InlineData("ImageJ=1.53\nfinterval=0\nfps=7\n", 7.0)]
    [InlineData("ImageJ=1.53\nfinterval=0.004\ntunit=sec\n", 250.0)]
    [InlineData("ImageJ=1.53\nfinterval=4\ntunit=ms\nfps=7\n", 250.0)]
    [InlineData("ImageJ=1.53\nfinterval=4\r\ntunit=msec\r\n", 250.0)]
    [InlineData("ImageJ=1.53\nfinterval=4000\ntunit=us\n", 250.0)]
    [InlineData("ImageJ=1.53\nfinterval=4000\ntunit=\u00B5s\n", 250.0)]
    [InlineData("ImageJ=1.53\nfinterval=4000\ntunit=\\u00B5s\n", 250.0)]
    [InlineData("ImageJ=1.53\nfinterval=0.5\ntunit=min\n", 1 / 30.0)]
    [InlineData("ImageJ=1.53\nfinterval=4\ntunit=frame\nfps=7\n", null)]
    [InlineData("<OME><Pixels TimeIncrement=\"0.001\"/></OME>", 1000.0)]
    [InlineData("<OME><Pixels TimeIncrement=\"2\" TimeIncrementUnit=\"ms\"/></OME>", 500.0)]
    [InlineData("<OME><Pixels TimeIncrement=\"2\" TimeIncrementUnit=\"d\"/></OME>", null)]
    [InlineData("finterval=0.004\n", null)]
    public void Open_WhatDescriptionsSay_IsTheRate(string description, double? rateHz)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.tif");
        TiffFiles.Write(path, TiffFiles.Pages(2, 3, 3, 8), 3, 3, new TiffFiles.Layout("w", 8), (tiff, _) => tiff.SetField(TiffTag.IMAGEDESCRIPTION, description));
        using IRecordingFile file = RecordingFiles.Open(path, new ReadOptions { RateMayBeUnknown = true }, TestContext.Current.CancellationToken);
        Assert.Equal(rateHz is null, file.Contents.RateIsUnknown);
        if (rateHz is { } rate)
            Assert.Equal(rate, file.Info.FrameClock.RateHz, 1e-6);
    }

    [Fact]
    public void Open_SpikesBesideTheMovie_AreItsTrains()
    {
        using var folder = new TemporaryFolder();
        string path = Written(folder, TiffFiles.Pages(10, 3, 3, 16), 3, 3, new SampleClock(500));
        File.WriteAllText(folder.File("m.spikes.csv"), "train,time_s,tick\n1,0.004,40\n0,0.0005,5\n");
        using IRecordingFile file = RecordingFiles.Open(path, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(2, file.Info.Sources);
        Assert.Equal([(0, 0.0005), (1, 0.004)], file.ReadSpikes(TestContext.Current.CancellationToken).Select(spike => (spike.Source, file.Info.SpikeClock.TimeSeconds(spike.Tick))));
    }

    /// <summary>Header, directory of the first page, then the pixels of all pages, as ImageJ does it.</summary>
    private static byte[] ImageJStack(byte[] one, ushort[][] pages)
    {
        int directory = BinaryPrimitives.ReadInt32LittleEndian(one.AsSpan(4));
        int entries = BinaryPrimitives.ReadInt16LittleEndian(one.AsSpan(directory));
        byte[] moved = [.. one];
        for (int at = directory + 2; at < directory + 2 + 12 * entries; at += 12)
        {
            if (BinaryPrimitives.ReadInt16LittleEndian(moved.AsSpan(at)) == (short)TiffTag.STRIPOFFSETS)
                BinaryPrimitives.WriteInt32LittleEndian(moved.AsSpan(at + 8), one.Length);
        }
        return [.. moved, .. pages.SelectMany(page => page.SelectMany(BitConverter.GetBytes))];
    }

    private static string Written(TemporaryFolder folder, ushort[][] pages, int width, int height, SampleClock clock)
    {
        string path = folder.File("m.tif");
        using FileStream stream = File.Create(path);
        var writer = new TiffWriter(stream, new FrameSize(width, height), pages.Length, clock);
        foreach (ushort[] page in pages)
            writer.Write(page);
        return path;
    }

    /// <summary>A file in which a stretch of zeros is a hole.</summary>
    private sealed class SparseFile(string path) : Stream
    {
        private readonly FileStream _file = File.Create(path);

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _file.Length;

        public override long Position { get => _file.Position; set => throw new NotSupportedException(); }

        public override void Flush() => _file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            int used = buffer.LastIndexOfAnyExcept((byte)0) + 1;
            _file.Write(buffer[..used]);
            _file.Seek(buffer.Length - used, SeekOrigin.Current);
        }

        protected override void Dispose(bool disposing)
        {
            _file.SetLength(_file.Position);
            _file.Dispose();
            base.Dispose(disposing);
        }
    }
}
