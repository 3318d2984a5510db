using System.Globalization;
using VoltageToWiring.Files.Recordings.Tiff;

namespace VoltageToWiring.Files.Recordings.Rois;

/// <summary>Regions as a table with a row for each pixel.</summary>
internal static class RoiTable
{
    public static IReadOnlyList<RoiPixel> Read(string path)
    {
        var pixels = new List<RoiPixel>();
        foreach ((long line, string[] cells) in CsvTable.Read(path, ["roi", "x", "y"], ["weight"]))
        {
            var pixel = new RoiPixel(Index(path, line, "roi", cells[0]), Index(path, line, "x", cells[1]), Index(path, line, "y", cells[2]), Weight(path, line, cells[3]), line);
            if (pixels.Count > 0 && pixels[0].Weight is null != pixel.Weight is null)
                throw new FileFormatException(path, line, "a pixel with a weight beside others without", "weights for all pixels or for none");
            pixels.Add(pixel);
        }
        return pixels;
    }

    private static int Index(string path, long line, string column, string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < TiffLayout.MostPixels
            ? index
            : throw new FileFormatException(path, line, $"{column} '{text}'", "whole numbers from 0 on");

    private static float? Weight(string path, long line, string text)
        => text.Length == 0 ? null
            : float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float weight) && float.IsFinite(weight) ? weight
            : throw new FileFormatException(path, line, $"weight '{text}'", "a number");
}
