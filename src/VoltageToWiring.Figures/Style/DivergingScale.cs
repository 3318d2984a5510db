using System.Globalization;

namespace VoltageToWiring.Figures.Style;

/// <summary>Colours from one extreme through neutral to the other, in steps: a reader can tell ten apart, not a thousand.</summary>
public sealed class DivergingScale
{
    /// <summary>Steps to each side of neutral.</summary>
    public const int Levels = 10;

    private readonly string[] _colours = new string[2 * Levels + 1];

    /// <summary>A scale through given colours, equally spaced.</summary>
    /// <param name="anchors">#RRGGBB, an odd number: the middle one is neutral.</param>
    public DivergingScale(IReadOnlyList<string> anchors)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        for (int level = 0; level < _colours.Length; level++)
        {
            double at = (double)level / (_colours.Length - 1) * (anchors.Count - 1);
            int left = Math.Min((int)at, anchors.Count - 2);
            _colours[level] = Between(anchors[left], anchors[left + 1], at - left);
        }
    }

    /// <summary>The colour of a step, #RRGGBB.</summary>
    /// <param name="level">−<see cref="Levels"/> … <see cref="Levels"/>; 0 is neutral.</param>
    public string this[int level] => _colours[level + Levels];

    /// <summary>The step of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="largest">The magnitude that the last step stands for, above 0.</param>
    public static int LevelOf(double value, double largest) => (int)Math.Clamp(Math.Round(value / largest * Levels), -Levels, Levels);

    /// <summary>The name by which a page knows a step, a CSS variable.</summary>
    /// <param name="level">The step.</param>
    public static string VariableOf(int level) => string.Create(CultureInfo.InvariantCulture, $"--fig-{(level < 0 ? "inh" : "exc")}{Math.Abs(level)}");

    private static string Between(string from, string to, double part)
        => string.Concat("#", Channel(from, to, 1, part), Channel(from, to, 3, part), Channel(from, to, 5, part));

    private static string Channel(string from, string to, int at, double part)
    {
        int low = int.Parse(from.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        int high = int.Parse(to.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return ((int)Math.Round(low + part * (high - low))).ToString("X2", CultureInfo.InvariantCulture);
    }
}
