using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;
using VoltageToWiring.Files;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Files.Recordings.Rois;
using VoltageToWiring.Files.Recordings.Tiff;
using VoltageToWiring.Numerics.Randomness;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Tests.Recordings;
using Tiff = BitMiracle.LibTiff.Classic.Tiff;

namespace VoltageToWiring.Tests.Movies;

/// <summary>Movies that are none, or broken: one sentence with file and page, whatever their bytes are.</summary>
public class TiffErrorTests
{
    private static readonly ReadOptions At500 = new() { FrameRate = new SampleClock(500) };

    /// <summary>Movies with something wrong, and what is said.</summary>
    private static readonly Dictionary<string, (Action<Tiff, int> Set, int Bits, string Says)> Wrong = new()
    {
        ["three colours"] = ((tiff, _) => { tiff.SetField(TiffTag.SAMPLESPERPIXEL, 3); tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.RGB); tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG); }, 8, "page 1: found 3 values for each pixel; allowed is one"),
        ["a palette"] = ((tiff, _) => tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.SEPARATED), 8, "page 1: found colours"),
        ["white is zero"] = ((tiff, _) => tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISWHITE), 8, "page 1: found pixels whose zero is white"),
        ["32 bits"] = ((tiff, _) => tiff.SetField(TiffTag.BITSPERSAMPLE, 32), 16, "page 1: found pixels of 32 bits; allowed is unsigned integers of 8 or 16 bits"),
        ["signed"] = ((tiff, _) => tiff.SetField(TiffTag.SAMPLEFORMAT, SampleFormat.INT), 16, "page 1: found pixels of 16 bits with a sign"),
        ["a page of another size"] = ((tiff, page) => tiff.SetField(TiffTag.IMAGEWIDTH, page == 2 ? 15 : 16), 16, "page 3: found 15 × 8 pixels; allowed is the 16 × 8 pixels of page 1"),
        ["a page of another depth"] = ((tiff, page) => tiff.SetField(TiffTag.BITSPERSAMPLE, page == 1 ? 8 : 16), 16, "page 2: found another kind of pixels"),
    };

    public static IEnumerable<TheoryDataRow<string>> WrongNames() => Wrong.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(WrongNames))]
    public void Open_AnotherKindOfImage_NamesThePage(string name)
    {
        (Action<Tiff, int> set, int bits, string says) = Wrong[name];
        using var folder = new TemporaryFolder();
        string path = folder.File("a.tif");
        TiffFiles.Write(path, TiffFiles.Pages(4, 16, 8, bits), 16, 8, new TiffFiles.Layout("w", bits), set);
        Assert.Contains($"{path}, {says}", Problem(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Compression.NONE)]
    [InlineData(Compression.LZW)]
    [InlineData(Compression.DEFLATE)]
    public void Read_CutAnywhere_SaysItIsTruncatedOrBroken(Compression compression)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.tif"), cut = folder.File("cut.tif");
        TiffFiles.Write(path, TiffFiles.Pages(3, 16, 8, 16), 16, 8, new TiffFiles.Layout("w", 16, compression));
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 4; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(cut, whole[..length]);
            Assert.Contains(cut, Problem(cut), StringComparison.Ordinal);
        }
        File.WriteAllBytes(cut, whole[..^30]);
        Assert.Contains("page 3: found the end of the file", Problem(cut), StringComparison.Ordinal);
        Assert.Contains("this one is truncated", Problem(cut), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("w", Compression.NONE)]
    [InlineData("wb", Compression.LZW)]
    [InlineData("w8", Compression.DEFLATE)]
    [InlineData("w", Compression.PACKBITS)]
    public void Read_AnyBytesChanged_EndsWithPixelsOrASentence(string mode, Compression compression)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.tif"), changed = folder.File("changed.tif");
        TiffFiles.Write(path, TiffFiles.Pages(3, 16, 8, 16), 16, 8, new TiffFiles.Layout(mode, 16, compression, 5));
        byte[] whole = File.ReadAllBytes(path);
        RandomStream random = new RandomStreams(7).Stream("changes");
        for (int round = 0; round < 400; round++)
        {
            byte[] bytes = [.. whole];
            for (int change = 0; change < 1 + round % 4; change++)
                bytes[8 + (int)(random.NextDouble() * (bytes.Length - 8))] = (byte)(random.NextDouble() * 256);
            File.WriteAllBytes(changed, bytes);
            string? problem = ProblemOrNull(changed);
            Assert.True(problem is null || problem.StartsWith(changed, StringComparison.Ordinal) && !problem.Contains('\n', StringComparison.Ordinal), problem);
        }
    }

    [Fact]
    public void Open_PagesInACircle_Ends()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.tif");
        using (FileStream stream = File.Create(path))
        {
            var writer = new TiffWriter(stream, new FrameSize(4, 4), 2, new SampleClock(500));
            writer.Write(new ushort[16]);
            writer.Write(new ushort[16]);
        }
        byte[] bytes = File.ReadAllBytes(path);
        // The last directory leads back to the first.
        bytes.AsSpan(4, 4).CopyTo(bytes.AsSpan(bytes.Length - 4));
        File.WriteAllBytes(path, bytes);
        Assert.Contains("more pages than the file has room for", Problem(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_StripWithoutBytes_EndsHoweverManyPagesAreStated()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.tif");
        TiffFiles.Write(path, TiffFiles.Pages(1, 6, 4, 16), 6, 4, new TiffFiles.Layout("w"), (tiff, _) => tiff.SetField(TiffTag.IMAGEDESCRIPTION, "ImageJ=1.53t\nimages=9223372036854775807\n"));
        byte[] bytes = File.ReadAllBytes(path);
        Entry(bytes, TiffTag.STRIPBYTECOUNTS)[8..].Clear();
        File.WriteAllBytes(path, bytes);
        Assert.Contains("page 1: found a strip or tile of 0 bytes; allowed is 48 bytes", Problem(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OffsetsTwice_TakesTheLast()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.tif");
        ushort[][] pages = TiffFiles.Pages(1, 6, 4, 16);
        TiffFiles.Write(path, pages, 6, 4, new TiffFiles.Layout("w"));
        byte[] bytes = File.ReadAllBytes(path);
        // In place of what is the default.
        Entry(bytes, TiffTag.STRIPOFFSETS).CopyTo(Entry(bytes, TiffTag.SAMPLESPERPIXEL));
        File.WriteAllBytes(path, bytes);
        using IRecordingFile file = RecordingFiles.Open(path, At500, TestContext.Current.CancellationToken);
        Assert.Equal(pages, TiffFiles.Read(file, 2));
    }

    [Fact]
    public void Write_RecordingWithoutFrames_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("rois.csv"), "roi,x,y\n0,1,1\n");
        using IRecordingFile empty = RecordingFiles.Open(InventedRecording.Make(frames: 0, targets: 1).Log(folder), cancellation: TestContext.Current.CancellationToken);
        var conversion = new RecordingConversion(empty, folder.File("a.tif"), TimeProvider.System) { Rois = RoiFile.Read(folder.File("rois.csv")) };
        Assert.Contains("found no frames; allowed is a frame at least, for a movie", Assert.Throws<FileFormatException>(() => conversion.Run(TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("a.tif")));
    }

    [Theory]
    [InlineData("", "found an empty file; allowed is a recording as TIFF")]
    [InlineData("frame,time_s", "found something else; allowed is TIFF, as its name says")]
    [InlineData("II*\0\b\0\0\0", "page 1: found the end of the file")]
    public void Open_WhatIsNoMovie_SaysSo(string content, string says)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.tif"), content);
        Assert.Contains(says, Problem(folder.File("a.tif")), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoRateOrAnotherOne_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string without = folder.File("without.tif"), with = folder.File("with.tif");
        TiffFiles.Write(without, TiffFiles.Pages(2, 4, 4, 16), 4, 4, new TiffFiles.Layout("w"));
        TiffFiles.Write(with, TiffFiles.Pages(2, 4, 4, 16), 4, 4, new TiffFiles.Layout("w"), (tiff, _) => tiff.SetField(TiffTag.IMAGEDESCRIPTION, "ImageJ=1.5\nfinterval=0.01\n"));
        Assert.Contains("found no frame rate", Assert.Throws<FileFormatException>(() => RecordingFiles.Open(without, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Contains("with.tif, ImageDescription: found a frame rate of 100 Hz; allowed is the 500 Hz asked for, or none", Problem(with), StringComparison.Ordinal);
    }

    /// <summary>An entry of the first directory of a little-endian file.</summary>
    private static Span<byte> Entry(byte[] file, TiffTag tag)
    {
        int directory = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4));
        int at = directory + 2;
        while (BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at)) != (ushort)tag)
            at += 12;
        return file.AsSpan(at, 12);
    }

    private static string Problem(string path) => ProblemOrNull(path) ?? "no problem";

    private static string? ProblemOrNull(string path)
    {
        try
        {
            using IRecordingFile file = RecordingFiles.Open(path, At500, TestContext.Current.CancellationToken);
            TiffFiles.Read(file, 2);
            return null;
        }
        catch (FileFormatException problem)
        {
            return problem.Message;
        }
    }
}
