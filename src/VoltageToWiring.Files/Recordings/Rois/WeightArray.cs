using VoltageToWiring.Files.Recordings.Npz;
using VoltageToWiring.Files.Recordings.Tiff;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Rois;

/// <summary>Regions as an array of weights, regions × rows × columns, or of labels, rows × columns of integers.</summary>
internal static class WeightArray
{
    private const string Array = "rois";

    /// <returns>Regions are as many as the array has room for, whether or not they have pixels; 0 where labels say how many there are.</returns>
    public static (FrameSize Size, int Regions, IReadOnlyList<RoiPixel> Pixels) Read(string path)
    {
        if (!path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
        {
            using FileStream file = File.OpenRead(path);
            return Read(path, NpyHeader.Read(path, file), file);
        }
        using var archive = new NpzArchive(path);
        string[] names = [.. archive.Names];
        string name = names.Contains(Array) || names.Length != 1 ? Array : names[0];
        if (!archive.Has(name))
            throw new FileFormatException(path, $"the arrays {string.Join(", ", names)}", $"an array {Array}");
        (NpyHeader header, Stream data) = archive.Open(name);
        using (data)
            return Read(archive.Called(name), header, data);
    }

    private static (FrameSize Size, int Regions, IReadOnlyList<RoiPixel> Pixels) Read(string called, NpyHeader header, Stream data)
    {
        bool areLabels = header.Shape.Count == 2 && header.Numbers(called).Kind != 'f';
        if (!areLabels && header.Shape.Count != 3 || header.IsFortran || header.Shape.Any(length => length == 0))
            throw new FileFormatException(called, $"an array of {header.Type} of shape ({string.Join(", ", header.Shape)})", "regions × rows × columns of weights, or rows × columns of labels as integers, in C order");
        if ((long)header.Shape[^1] * header.Shape[^2] > TiffLayout.MostPixels)
            throw new FileFormatException(called, FormattableString.Invariant($"frames of {header.Shape[^1]} × {header.Shape[^2]} pixels"), FormattableString.Invariant($"1 to {TiffLayout.MostPixels} pixels"));
        using var rows = new NpyRowsReader(called, data, header.Numbers(called));
        var size = new FrameSize(header.Shape[^1], header.Shape[^2]);
        var image = new double[size.Count];
        var pixels = new List<RoiPixel>();
        for (int region = 0; region < (areLabels ? 1 : header.Shape[0]); region++)
        {
            rows.Read(image);
            for (int at = 0; at < image.Length; at++)
            {
                if (image[at] != 0)
                    pixels.Add(PixelOf(called, areLabels, region, at % size.Width, at / size.Width, image[at]));
            }
        }
        return (size, areLabels ? 0 : header.Shape[0], pixels);
    }

    private static RoiPixel PixelOf(string called, bool isLabel, int region, int x, int y, double value)
    {
        if (isLabel && value is < 0 or > ushort.MaxValue || !float.IsFinite((float)value))
            throw new FileFormatException(called, FormattableString.Invariant($"the value {value} at x {x}, y {y}"), isLabel ? "labels from 0 to 65535" : "finite weights");
        return isLabel ? new RoiPixel((int)value - 1, x, y, null) : new RoiPixel(region, x, y, (float)value);
    }
}
