using VoltageToWiring.Files.Recordings.Tiff;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Rois;

/// <summary>Regions as an image whose pixels say whose they are: 0 is nobody's, 1 the first region.</summary>
internal static class LabelImage
{
    /// <returns>Regions are 0: labels say how many there are.</returns>
    public static (FrameSize Size, int Regions, IReadOnlyList<RoiPixel> Pixels) Read(string path)
    {
        FrameSize size = SizeOf(path);
        using var image = new TiffPixels(path);
        var labels = new ushort[size.Count];
        image.Read(labels);
        var pixels = new List<RoiPixel>();
        for (int at = 0; at < labels.Length; at++)
        {
            if (labels[at] > 0)
                pixels.Add(new RoiPixel(labels[at] - 1, at % size.Width, at / size.Width, null));
        }
        return (size, 0, pixels);
    }

    private static FrameSize SizeOf(string path)
    {
        using var file = new TiffBytes(path);
        var pages = new TiffPages(file);
        pages.MoveNext();
        if (pages.MoveNext())
            throw new FileFormatException(path, "more pages than one", "one page whose pixels are labels");
        return pages.Layout.Size;
    }
}
