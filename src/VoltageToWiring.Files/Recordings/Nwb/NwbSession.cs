using System.Globalization;
using PureHDF;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>What every NWB file says of itself, whatever is in it.</summary>
/// <param name="Name">What was recorded; may be empty.</param>
/// <param name="Started">When it began.</param>
/// <param name="Now">When the file is written.</param>
internal sealed record NwbSession(string Name, DateTimeOffset Started, DateTimeOffset Now)
{
    private const string Version = "2.6.0";

    /// <summary>When it began, as the schema wants it.</summary>
    public string StartedText => When(Started);

    /// <summary>The file, with all groups that the schema demands.</summary>
    /// <param name="tree">Makes its objects.</param>
    /// <param name="acquisition">What was acquired.</param>
    /// <param name="module">What we alone write.</param>
    public H5File FileOf(NwbTree tree, H5Group acquisition, H5Group module)
    {
        var file = new H5File
        {
            ["file_create_date"] = new string[] { When(Now) },
            ["identifier"] = tree.Identifier,
            ["session_description"] = Name.Length > 0 ? Name : "voltage imaging",
            ["session_start_time"] = StartedText,
            ["timestamps_reference_time"] = StartedText,
            ["acquisition"] = acquisition,
            ["analysis"] = new H5Group(),
            ["general"] = new H5Group(),
            ["processing"] = new H5Group { [NwbClocks.Module] = module },
            ["stimulus"] = new H5Group { ["presentation"] = new H5Group(), ["templates"] = new H5Group() },
        };
        file.Attributes["nwb_version"] = Version;
        return tree.OfCore(file, "NWBFile", "/");
    }

    private static string When(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
}
