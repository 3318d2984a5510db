using System.IO.Compression;
using VoltageToWiring.Files;
using VoltageToWiring.Files.Recordings.Rois;
using VoltageToWiring.Host.Movies;
using VoltageToWiring.Inference.Movies;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Tests.Movies;

public class RoiFileTests
{
    private static readonly FrameSize Size = new(5, 4);

    /// <summary>Two regions: the first has pixels 0, 1 and 5, the second 13.</summary>
    private static readonly ushort[] Labels = [1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0];

    [Theory]
    [InlineData("w", 16)]
    [InlineData("wb", 8)]
    public void Read_LabelImage_GivesMeans(string mode, int bits)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("rois.tif");
        TiffFiles.Write(path, [Labels], 5, 4, new TiffFiles.Layout(mode, bits));
        RoiFile rois = RoiFile.Read(path);
        Assert.Equal((2, Size), (rois.Count, rois.Size));
        IsTheTwoRegions(rois.For(Size));
    }

    [Fact]
    public void Read_TableWithoutWeights_GivesMeans()
    {
        RoiFile rois = Table("roi,x,y\n1,3,2\n0,0,1\n0,1,0\n0,0,0\n");
        Assert.Equal((2, new FrameSize(16, 16)), (rois.Count, rois.Size));
        IsTheTwoRegions(rois.For(Size));
    }

    [Fact]
    public void Read_TableWithWeights_KeepsThem()
    {
        Footprint region = Table("weight,y,x,roi\n0.5,1,2,0\n-2,0,4,0\n").For(Size)[0];
        Assert.Equal([4, 7], region.Pixels);
        Assert.Equal([-2f, 0.5f], region.Weights);
    }

    [Theory]
    [InlineData(".npy", false)]
    [InlineData(".npz", false)]
    [InlineData(".npz", true)]
    public void Read_Array_GivesItsWeights(string ending, bool named)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("rois" + ending);
        void Write(Stream to) => NpyFile.Write(to, [2, 4, 5], (row, values) =>
        {
            for (int x = 0; x < 5; x++)
                values[x] = Labels[row % 4 * 5 + x] == row / 4 + 1 ? 0.25 * (row + 1) : 0;
        }, single: false);
        using (FileStream file = File.Create(path))
        {
            if (ending == ".npy")
            {
                Write(file);
            }
            else
            {
                using var archive = new ZipArchive(file, ZipArchiveMode.Create);
                using (Stream entry = archive.CreateEntry(named ? "rois.npy" : "arr_0.npy").Open())
                    Write(entry);
                if (named)
                    archive.CreateEntry("other.npy").Open().Dispose();
            }
        }
        RoiFile rois = RoiFile.Read(path);
        Assert.Equal(Size, rois.Size);
        IReadOnlyList<Footprint> regions = rois.For(Size);
        Assert.Equal([0, 1, 5], regions[0].Pixels);
        Assert.Equal([0.25f, 0.25f, 0.5f], regions[0].Weights);
        Assert.Equal([13], regions[1].Pixels);
        Assert.Equal([1.75f], regions[1].Weights);
    }

    [Theory]
    [InlineData("roi,x,y\n", "found no region; allowed is at least one")]
    [InlineData("roi,x,y\n0,1,1\n2,1,1\n", "found no pixel of region 1, of 3")]
    [InlineData("roi,x,y\n0,5,1\n", "line 2: found pixel x 5, y 1; allowed is x below 5 and y below 4, as the frames of the movie are")]
    [InlineData("roi,x,y\n0,1,4\n", "line 2: found pixel x 1, y 4")]
    [InlineData("roi,x,y\n0,1,1\n0,1,1\n", "line 3: found pixel x 1, y 1 of region 0 twice")]
    [InlineData("roi,x,y\n0,1.5,1\n", "line 2: found x '1.5'; allowed is whole numbers from 0 on")]
    [InlineData("roi,x,y\n-1,1,1\n", "line 2: found roi '-1'")]
    [InlineData("roi,x,y,weight\n0,1,1,much\n", "line 2: found weight 'much'")]
    [InlineData("roi,x,y,weight\n0,1,1,1\n0,2,1,\n", "line 3: found a pixel with a weight beside others without")]
    [InlineData("x,y\n1,1\n", "found no column roi")]
    [InlineData("roi,x,y\n0,33554431,1\n", "found pixels up to x 33554431, y 1; allowed is frames of up to 33554432 pixels")]
    [InlineData("roi,x,y\n0,65535,65535\n", "found pixels up to x 65535, y 65535")]
    public void Table_WithAMistake_NamesTheLine(string text, string says)
    {
        string message = Assert.Throws<FileFormatException>(() => Table(text).For(Size)).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains("rois.csv", message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_FramesOfAnotherSize_NamesBoth()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("rois.tif");
        TiffFiles.Write(path, [Labels], 5, 4, new TiffFiles.Layout("w"));
        Assert.Contains("rois.tif: found regions in 5 × 4 pixels; allowed is the 64 × 48 pixels of the movie", Assert.Throws<FileFormatException>(() => RoiFile.Read(path).For(new FrameSize(64, 48))).Message, StringComparison.Ordinal);
        TiffFiles.Write(path, [Labels, Labels], 5, 4, new TiffFiles.Layout("w"));
        Assert.Contains("found more pages than one", Assert.Throws<FileFormatException>(() => RoiFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 4, 5 }, "<f8", "found an array of <f8 of shape (4, 5)")]
    [InlineData(new[] { 2, 2, 4, 5 }, "<f8", "of shape (2, 2, 4, 5)")]
    [InlineData(new[] { 2, 4, 5 }, "<c8", "elements of type <c8")]
    [InlineData(new[] { 1, 100_000, 100_000 }, "<f4", "found frames of 100000 × 100000 pixels; allowed is 1 to 33554432 pixels")]
    [InlineData(new[] { 1, 65536, 65536 }, "<f4", "found frames of 65536 × 65536 pixels")]
    public void Array_OfAnotherShape_SaysSo(int[] shape, string type, string says)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("rois.npy");
        File.WriteAllBytes(path, [.. NpyHeader.For(type, shape), .. new byte[1000]]);
        Assert.Contains(says, Assert.Throws<FileFormatException>(() => RoiFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Array_WithARegionWithoutPixels_NamesIt(int empty)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("rois.npy");
        using (FileStream file = File.Create(path))
            NpyFile.Write(file, [3, 4, 5], (row, values) => values[0] = row / 4 == empty ? 0 : 1, single: false);
        Assert.Contains($"found no pixel of region {empty}, of 3", Assert.Throws<FileFormatException>(() => RoiFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Background_AroundRegions_IsTheirRingWithoutOthers()
    {
        RoiOptions options = new RoiSetting(Table("roi,x,y\n0,0,0\n1,2,0\n"), new BackgroundSetting(0, 1.5, null, 0.7)).For(Movie);
        Assert.Equal(0.7, options.BackgroundCoefficient);
        Assert.Equal([1, 5, 6], options.Background[0].Pixels);
        Assert.Equal([1, 3, 6, 7, 8], options.Background[1].Pixels);
        Assert.Equal(1, options.Background[1].Weights.Sum(), 6);
    }

    [Fact]
    public void Background_WithoutAFreePixel_SaysWhichRegion()
        => Assert.Contains("The background of region 0: found no free pixel above 0 and up to 0.5 pixels away", Assert.Throws<FileFormatException>(() => new RoiSetting(Table("roi,x,y\n0,0,0\n"), new BackgroundSetting(0, 0.5, null, 1)).For(Movie)).Message, StringComparison.Ordinal);

    [Fact]
    public void Background_OfAMask_IsOneForAllOrOneForEach()
    {
        RoiFile regions = Table("roi,x,y\n0,0,0\n1,2,0\n2,4,0\n");
        IReadOnlyList<Footprint> Of(string mask) => new RoiSetting(regions, new BackgroundSetting(2, 6, Table(mask), 1)).For(Movie).Background;
        Assert.Equal([0.25f, 0.75f], Assert.Single(Of("roi,x,y,weight\n0,0,3,1\n0,1,3,3\n")).Weights);
        Assert.Equal(3, Of("roi,x,y\n0,0,3\n1,1,3\n2,2,3\n").Count);
        Assert.Contains("found 2 backgrounds; allowed is one, or one for each of the 3 regions", Assert.Throws<FileFormatException>(() => Of("roi,x,y\n0,0,3\n1,1,3\n")).Message, StringComparison.Ordinal);
        Assert.Contains("weights of background 0 that have no mean", Assert.Throws<FileFormatException>(() => Of("roi,x,y,weight\n0,0,3,1\n0,1,3,-1\n")).Message, StringComparison.Ordinal);
    }

    private static RecordingInfo Movie { get; } = new()
    {
        Name = "movie",
        FrameClock = new SampleClock(500),
        SpikeClock = new SampleClock(500),
        Sources = 0,
        Targets = Size.Count,
        Pixels = Size,
        SampleType = SampleType.UInt16,
    };

    private static void IsTheTwoRegions(IReadOnlyList<Footprint> regions)
    {
        Assert.Equal(2, regions.Count);
        Assert.Equal([0, 1, 5], regions[0].Pixels);
        Assert.All(regions[0].Weights, weight => Assert.Equal(1 / 3f, weight));
        Assert.Equal([13], regions[1].Pixels);
        Assert.Equal([1f], regions[1].Weights);
    }

    private static RoiFile Table(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("rois.csv"), text);
        return RoiFile.Read(folder.File("rois.csv"));
    }
}
