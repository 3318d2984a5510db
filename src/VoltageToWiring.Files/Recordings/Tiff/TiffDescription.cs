using System.Globalization;
using System.Text.RegularExpressions;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Tiff;

/// <summary>What programs write into the description of a movie: ImageJ its key=value lines, others OME-XML.</summary>
internal static partial class TiffDescription
{
    // ImageJ writes intervals with few digits.
    private const double Tolerance = 1e-3;

    /// <summary>How many pages ImageJ says there are; 1 where it says nothing.</summary>
    public static long Images(string description)
        => description.StartsWith("ImageJ=", StringComparison.Ordinal) && Images().Match(description) is { Success: true } match
            && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long images) ? Math.Max(1, images) : 1;

    /// <summary>The rate of the frames, of what the file says and what was asked for; null where neither says one.</summary>
    /// <exception cref="FileFormatException">Both are there and differ.</exception>
    public static SampleClock? Rate(string file, string description, SampleClock? given)
    {
        SampleClock? stated = Stated(description);
        if (given is { } asked && stated is { } found && Math.Abs(asked.RateHz / found.RateHz - 1) > Tolerance)
            throw new FileFormatException($"{file}, ImageDescription", $"a frame rate of {found}", $"the {asked} asked for, or none");
        return given ?? stated;
    }

    // ImageJ keeps the speed of playing in fps, too, so that an interval goes first.
    private static SampleClock? Stated(string description)
    {
        bool isImageJ = description.StartsWith("ImageJ=", StringComparison.Ordinal);
        double? perSecond = Number(isImageJ ? FrameInterval() : TimeIncrement(), description) is { } interval
            ? UnitsInASecond(isImageJ ? FrameIntervalUnit() : TimeIncrementUnit(), description) / interval
            : Number(FramesPerSecond(), description);
        return perSecond is { } rate ? Rates.Of(rate) : null;
    }

    /// <summary>Null for a unit that nobody knows.</summary>
    private static double? UnitsInASecond(Regex pattern, string description) => pattern.Match(description) is not { Success: true } match ? 1
        : match.Groups[1].Value.Trim() switch
        {
            "s" or "sec" => 1,
            "ms" or "msec" => 1e3,
            // A micro sign, or a Greek letter, or an escape for it, or a byte of another encoding.
            "us" or "usec" or "\u00B5s" or "\u00B5sec" or "\u03BCs" or "\u03BCsec" or @"\u00B5s" or @"\u00B5sec" or "\uFFFDs" or "\uFFFDsec" => 1e6,
            "min" => 1 / 60.0,
            _ => null,
        };

    private static double? Number(Regex pattern, string description) => pattern.Match(description) is { Success: true } match
        && double.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0 ? number : null;

    [GeneratedRegex(@"^images=(\d+)", RegexOptions.Multiline)]
    private static partial Regex Images();

    [GeneratedRegex(@"^finterval=([0-9.eE+-]+)", RegexOptions.Multiline)]
    private static partial Regex FrameInterval();

    [GeneratedRegex(@"^tunit=(.*)$", RegexOptions.Multiline)]
    private static partial Regex FrameIntervalUnit();

    [GeneratedRegex(@"^fps=([0-9.eE+-]+)", RegexOptions.Multiline)]
    private static partial Regex FramesPerSecond();

    [GeneratedRegex(@"\bTimeIncrement=""([0-9.eE+-]+)""")]
    private static partial Regex TimeIncrement();

    [GeneratedRegex(@"\bTimeIncrementUnit=""([^""]*)""")]
    private static partial Regex TimeIncrementUnit();
}
