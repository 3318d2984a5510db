using System.Globalization;
using PureHDF;
using PureHDF.VOL.Native;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>A series of samples inside an NWB file.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Type">Its neurodata_type.</param>
/// <param name="Group">Its group.</param>
internal sealed record NwbSeries(string Path, string Type, IH5Group Group)
{
    private const int Deepest = 6;

    /// <summary>The samples: frames, or frames × targets.</summary>
    public NativeDataset Data => (NativeDataset)Group.Dataset("data");

    // ΔF/F is what inference wants; raw fluorescence bleaches. Then one cell in current clamp, then whatever else is a series.
    private int Rank => (Type, Path) switch
    {
        ("RoiResponseSeries", var path) when path.Contains("DfOverF", StringComparison.Ordinal) => 0,
        ("RoiResponseSeries", _) => 1,
        ("CurrentClampSeries", _) => 2,
        _ => 3,
    };

    /// <summary>Finds the series that is asked for, or the one that stands out.</summary>
    /// <param name="path">What to call the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="wanted">Where it is; null for the one that stands out.</param>
    /// <param name="note">What else there would have been; null for nothing.</param>
    /// <exception cref="FileFormatException">There is none, or several that could be meant.</exception>
    public static NwbSeries Find(string path, NativeFile file, string? wanted, out string? note)
    {
        note = null;
        if (wanted is not null)
            return Named(path, file, wanted);
        NwbSeries[] found = [.. All(file).OrderBy(series => series.Rank).ThenBy(series => series.Path, StringComparer.Ordinal)];
        if (found.Length == 0)
            throw new FileFormatException(path, "no series", "a RoiResponseSeries, a CurrentClampSeries or a TimeSeries under acquisition or processing");
        if (found.Length > 1 && found[1].Rank == found[0].Rank)
            throw new FileFormatException(path, $"several series ({string.Join(", ", found.Select(series => series.Path).Take(8))}{(found.Length > 8 ? ", …" : "")})", "one, or the path of the one that is meant");
        if (found.Length > 1)
            note = string.Create(CultureInfo.InvariantCulture, $"Read is {found[0].Path}; there {(found.Length == 2 ? "is" : "are")} also {string.Join(", ", found.Skip(1).Select(series => series.Path).Take(8))}.");
        return found[0];
    }

    private static NwbSeries Named(string path, NativeFile file, string wanted)
    {
        string at = wanted.Trim('/');
        if (at.EndsWith("/data", StringComparison.Ordinal))
            at = at[..^"/data".Length];
        if (!file.LinkExists(at) || file.Get(at) is not IH5Group group || !group.LinkExists("data"))
            throw new FileFormatException(path, $"no series {wanted}", $"one of {string.Join(", ", All(file).Select(series => series.Path).DefaultIfEmpty("none, there is no series"))}");
        return new NwbSeries(at, NwbObjects.TypeOf(group) ?? "", group);
    }

    private static IEnumerable<NwbSeries> All(NativeFile file)
        => new[] { "acquisition", "processing" }.Where(file.LinkExists).Where(name => file.Get(name) is IH5Group).SelectMany(name => Under(file.Group(name), name, 0));

    private static IEnumerable<NwbSeries> Under(IH5Group group, string path, int depth)
    {
        foreach (IH5Group child in group.Children().OfType<IH5Group>())
        {
            string at = $"{path}/{child.Name}";
            string? type = NwbObjects.TypeOf(child);
            if (type is "RoiResponseSeries" or "CurrentClampSeries" or "TimeSeries" && child.LinkExists("data"))
                yield return new NwbSeries(at, type, child);
            else if (depth < Deepest)
            {
                foreach (NwbSeries series in Under(child, at, depth + 1))
                    yield return series;
            }
        }
    }
}
