using VoltageToWiring.Files.Recordings.Tiff;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Rois;

/// <summary>Regions of interest of a movie, as a file holds them: a label image, an array of weights, or a table.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>.tif</term><description>One page of 8 or 16 bits: 0 is nobody's, 1 the first region, and so on without a hole. A trace is the mean of
/// its pixels.</description></item>
/// <item><term>.npy, .npz</term><description>Regions × rows × columns of weights, or rows × columns of labels if integers; in an npz file the array
/// <c>rois</c>, or the only one.</description></item>
/// <item><term>.csv</term><description>The columns <c>roi,x,y</c> and perhaps <c>weight</c>: region, column and row from 0. Without weights a trace is
/// the mean of its pixels.</description></item>
/// </list>
/// </remarks>
public sealed class RoiFile
{
    private readonly FrameSize? _size;
    private readonly IReadOnlyList<RoiPixel> _pixels;
    private readonly int _regions;

    private RoiFile(string path, FrameSize? size, int regions, IReadOnlyList<RoiPixel> pixels)
    {
        FilePath = path;
        _size = size;
        _pixels = pixels;
        _regions = pixels.Count == 0 ? 0 : Math.Max(regions, pixels.Max(pixel => pixel.Region) + 1);
        if (_regions == 0)
            throw new FileFormatException(path, "no region", "at least one");
        (int x, int y) = (pixels.Max(pixel => pixel.X), pixels.Max(pixel => pixel.Y));
        if ((x + 1L) * (y + 1L) > TiffLayout.MostPixels)
            throw new FileFormatException(path, FormattableString.Invariant($"pixels up to x {x}, y {y}"), FormattableString.Invariant($"frames of up to {TiffLayout.MostPixels} pixels"));
        Size = size ?? new FrameSize(Sixteens(x), Sixteens(y));
        bool[] seen = new bool[_regions];
        foreach (RoiPixel pixel in pixels)
            seen[pixel.Region] = true;
        if (Array.IndexOf(seen, false) is >= 0 and int missing)
            throw new FileFormatException(path, FormattableString.Invariant($"no pixel of region {missing}, of {_regions}"), "regions from 0 on without a hole; the label of region 0 is 1");
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>How many regions there are.</summary>
    public int Count => _regions;

    /// <summary>Size of the frames that regions were drawn in; of a table, which does not say it, the next multiples of 16 that hold them.</summary>
    public FrameSize Size { get; }

    /// <summary>Reads a file; its name says what it is.</summary>
    /// <param name="path">The file: .tif, .npy, .npz or .csv.</param>
    /// <exception cref="FileFormatException">It holds no regions.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RoiFile Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string extension = Path.GetExtension(path).ToUpperInvariant();
        if (extension == ".CSV")
            return new RoiFile(path, null, 0, RoiTable.Read(path));
        (FrameSize size, int regions, IReadOnlyList<RoiPixel> pixels) = extension switch
        {
            ".TIF" or ".TIFF" => LabelImage.Read(path),
            ".NPY" or ".NPZ" => WeightArray.Read(path),
            _ => throw new FileFormatException(path, extension.Length == 0 ? "a name without an ending" : $"the ending {extension}", ".tif, .npy, .npz or .csv for regions of interest"),
        };
        return new RoiFile(path, size, regions, pixels);
    }

    /// <summary>The regions in frames of a movie.</summary>
    /// <param name="movie">Size of its frames.</param>
    /// <exception cref="FileFormatException">They do not fit.</exception>
    public IReadOnlyList<Footprint> For(FrameSize movie)
    {
        if (_size is { } size && size != movie)
            throw new FileFormatException(FilePath, $"regions in {size}", $"the {movie} of the movie");
        foreach (RoiPixel pixel in _pixels)
        {
            if ((uint)pixel.X >= (uint)movie.Width || (uint)pixel.Y >= (uint)movie.Height)
                throw new FileFormatException(FilePath, pixel.Line, FormattableString.Invariant($"pixel x {pixel.X}, y {pixel.Y}"), FormattableString.Invariant($"x below {movie.Width} and y below {movie.Height}, as the frames of the movie are"));
        }
        return [.. _pixels.GroupBy(pixel => pixel.Region).OrderBy(region => region.Key).Select(region => FootprintOf(region, movie.Width))];
    }

    private static int Sixteens(int last) => (last / 16 + 1) * 16;

    private Footprint FootprintOf(IGrouping<int, RoiPixel> region, int width)
    {
        RoiPixel[] pixels = [.. region.OrderBy(pixel => pixel.Y).ThenBy(pixel => pixel.X)];
        for (int i = 1; i < pixels.Length; i++)
        {
            if ((pixels[i].X, pixels[i].Y) == (pixels[i - 1].X, pixels[i - 1].Y))
                throw new FileFormatException(FilePath, pixels[i].Line, FormattableString.Invariant($"pixel x {pixels[i].X}, y {pixels[i].Y} of region {region.Key} twice"), "each pixel of a region once");
        }
        int[] at = [.. pixels.Select(pixel => pixel.Y * width + pixel.X)];
        return pixels[0].Weight is null ? Footprint.MeanOf(at) : new Footprint(at, [.. pixels.Select(pixel => pixel.Weight!.Value)]);
    }
}

/// <summary>One pixel of a region.</summary>
/// <param name="Region">Index of the region.</param>
/// <param name="X">Its column.</param>
/// <param name="Y">Its row.</param>
/// <param name="Weight">Its weight; null where all pixels count the same, and a trace is their mean.</param>
/// <param name="Line">Line of the table; 0 where it is none.</param>
internal readonly record struct RoiPixel(int Region, int X, int Y, float? Weight, long Line = 0);
