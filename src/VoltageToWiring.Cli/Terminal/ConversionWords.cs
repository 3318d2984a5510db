using System.Globalization;
using VoltageToWiring.Files.Recordings;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>What is said while a recording is converted.</summary>
internal static class ConversionWords
{
    public static WatchedWork Of(RecordingConversion conversion, string to, TimeProvider time)
    {
        long start = time.GetTimestamp();
        return new WatchedWork(
            $"Converting {conversion.From.Path}", to, "nothing", () => (conversion.Fraction, SoFar(conversion.Fraction, time.GetElapsedTime(start))));
    }

    private static string SoFar(double fraction, TimeSpan elapsed) => fraction is 0 or 1
        ? string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0} s, about {Math.Ceiling(elapsed.TotalSeconds * (1 - fraction) / fraction):0} s left");
}
