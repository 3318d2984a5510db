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

    private static SampleClock? Stated(string description)
    {
        if (Number(FramesPerSecond(), description) is { } perSecond)
            return Rates.Of(perSecond);
        double? interval = description.StartsWith("ImageJ=", StringComparison.Ordinal) ? Number(FrameInterval(), description) : OmeInterval(description);
        return interval is > 0 ? Rates.Of(1 / interval.Value) : null;
    }

    private static double? OmeInterval(string description) => Number(TimeIncrement(), description) is not { } increment ? null
        : Unit().Match(description) is not { Success: true } unit ? increment
        : unit.Groups[1].Value switch { "s" => increment, "ms" => increment / 1e3, "µs" => increment / 1e6, _ => null };

    private static double? Number(Regex pattern, string description) => pattern.Match(description) is { Success: true } match
        && double.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0 ? number : null;

    [GeneratedRegex(@"^images=(\d+)", RegexOptions.Multiline)]
    private static partial Regex Images();

    [GeneratedRegex(@"^finterval=([0-9.eE+-]+)", RegexOptions.Multiline)]
    private static partial Regex FrameInterval();

    [GeneratedRegex(@"^fps=([0-9.eE+-]+)", RegexOptions.Multiline)]
    private static partial Regex FramesPerSecond();

    [GeneratedRegex(@"\bTimeIncrement=""([0-9.eE+-]+)""")]
    private static partial Regex TimeIncrement();

    [GeneratedRegex(@"\bTimeIncrementUnit=""([^""]*)""")]
    private static partial Regex Unit();
}
