using System.Globalization;

namespace VoltageToWiring.Figures.Axes;

/// <summary>Numbers on axes: the same in every culture, with a minus sign that is as wide as a plus.</summary>
internal static class NumberText
{
    /// <summary>With a number of decimals.</summary>
    public static string Of(double value, int decimals)
        => Signed(value.ToString(string.Create(CultureInfo.InvariantCulture, $"F{decimals}"), CultureInfo.InvariantCulture));

    /// <summary>With as many decimals as it has.</summary>
    public static string Of(double value) => Signed(value.ToString("0.######", CultureInfo.InvariantCulture));

    private static string Signed(string text)
        => text[0] != '-' ? text
            : text.AsSpan(1).ContainsAnyExcept('0', '.') ? string.Concat("−", text.AsSpan(1))
            : text[1..];
}
