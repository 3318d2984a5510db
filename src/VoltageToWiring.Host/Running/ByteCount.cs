using System.Globalization;

namespace VoltageToWiring.Host.Running;

/// <summary>Numbers of bytes for a reader.</summary>
public static class ByteCount
{
    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>Such as <c>137.3 MiB</c>.</summary>
    /// <param name="bytes">The number.</param>
    public static string Text(double bytes)
    {
        double value = bytes / 1024;
        int unit = 0;
        for (; value >= 1024 && unit < Units.Length - 1; unit++)
            value /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {Units[unit]}");
    }
}
