using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Experiments;

/// <summary>
/// Values from one end to another, in equal steps or equal ratios. Both ends stay as written. Those between have the unit of the first, and are
/// rounded to three significant digits of the step before them, or to whole numbers where the key takes no others.
/// </summary>
internal sealed class SpacedValues
{
    private const int Digits = 3;

    // No key takes more, and this much a decimal number holds to its last digit.
    private const double Largest = 1e15;

    private readonly string _firstText;
    private readonly string _lastText;
    private readonly double _first;
    private readonly double _last;
    private readonly string _unit;

    private SpacedValues(string first, string last, double firstValue, double lastValue, string unit, bool areWhole)
    {
        _firstText = first;
        _lastText = last;
        _first = firstValue;
        _last = lastValue;
        _unit = unit;
        AreWhole = areWhole;
    }

    /// <summary>Whether the key takes whole numbers only.</summary>
    public bool AreWhole { get; }

    /// <summary>Whether both ends are above 0.</summary>
    public bool CanBeLogarithmic => _first > 0 && _last > 0;

    /// <summary>Reads the two ends.</summary>
    /// <param name="first">The first, as written.</param>
    /// <param name="last">The last, as written.</param>
    /// <param name="key">Says whether they have a unit.</param>
    /// <param name="ends">The ends.</param>
    public static bool TryRead(string first, string last, KeyInfo key, [NotNullWhen(true)] out SpacedValues? ends)
    {
        (first, last) = (first.Trim(), last.Trim());
        ends = key.Dimension is { } dimension ? ReadQuantities(first, last, dimension) : ReadNumbers(first, last, key.ValueType);
        return ends is not null && Math.Abs(ends._first) <= Largest && Math.Abs(ends._last) <= Largest;
    }

    /// <summary>Values in equal ratios.</summary>
    /// <param name="count">How many, at least 2.</param>
    public string[] Logarithmic(int count) => Between(count, i => _first * Math.Pow(_last / _first, (double)i / (count - 1)));

    /// <summary>Values in equal steps.</summary>
    /// <param name="count">How many, at least 2.</param>
    public string[] Linear(int count) => Between(count, i => _first + (_last - _first) * i / (count - 1));

    private static SpacedValues? ReadQuantities(string first, string last, Dimension dimension)
    {
        if (!Quantity.TryParse(first, dimension, out Quantity from, out _) || !Quantity.TryParse(last, dimension, out Quantity to, out _))
            return null;
        double factor = (double)Quantity.FactorOf(from.Unit, dimension);
        return new SpacedValues(from.Text, to.Text, from.Si / factor, to.Si / factor, " " + from.Unit, areWhole: false);
    }

    private static SpacedValues? ReadNumbers(string first, string last, Type type)
    {
        bool areWhole = type == typeof(int) || type == typeof(long) || type == typeof(ulong);
        return TryReadNumber(first, areWhole, out double from) && TryReadNumber(last, areWhole, out double to)
            ? new SpacedValues(first, last, from, to, "", areWhole)
            : null;
    }

    private static bool TryReadNumber(string text, bool isWhole, out double number)
        => double.TryParse(text, isWhole ? NumberStyles.AllowLeadingSign : NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private string[] Between(int count, Func<int, double> at)
    {
        var values = new string[count];
        values[0] = _firstText;
        values[^1] = _lastText;
        for (int i = 1; i < count - 1; i++)
        {
            double value = at(i), step = Math.Abs(value - at(i - 1));
            values[i] = Text(value, AreWhole || step == 0 ? 0 : Digits - 1 - (int)Math.Floor(Math.Log10(step)));
        }
        return values;
    }

    private string Text(double value, int decimals)
    {
        decimal unit = (decimal)Math.Pow(10, Math.Abs(Math.Clamp(decimals, -20, 20)));
        decimal scaled = decimals >= 0 ? (decimal)value * unit : (decimal)value / unit;
        decimal rounded = decimals >= 0 ? Math.Round(scaled) / unit : Math.Round(scaled) * unit;
        return rounded.ToString("0.############################", CultureInfo.InvariantCulture) + _unit;
    }
}
