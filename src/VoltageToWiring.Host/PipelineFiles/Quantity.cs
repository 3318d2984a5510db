using System.Collections.Frozen;
using System.Globalization;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>What a quantity measures.</summary>
public enum Dimension
{
    /// <summary>A time: s, ms, us, min, h.</summary>
    Time,

    /// <summary>A frequency: Hz, kHz, mHz.</summary>
    Frequency,

    /// <summary>A voltage: V, mV, uV.</summary>
    Voltage,

    /// <summary>A current: A, nA, pA.</summary>
    Current,

    /// <summary>A conductance: S, uS, nS, pS.</summary>
    Conductance,

    /// <summary>A capacitance: F, nF, pF.</summary>
    Capacitance,

    /// <summary>A conductance per voltage: S/V, nS/mV.</summary>
    ConductancePerVoltage,

    /// <summary>A rate constant: 1/s, 1/ms.</summary>
    RateConstant,
}

/// <summary>A number with its unit, as a user wrote it, and its exact value in SI units.</summary>
/// <param name="Text">As written, such as <c>0.4 nS</c>.</param>
/// <param name="ExactSi">The exact decimal value in the SI unit of its dimension.</param>
public readonly record struct Quantity(string Text, decimal ExactSi)
{
    private static readonly FrozenDictionary<Dimension, (string Name, (string Unit, decimal Factor)[] Units)> Dimensions =
        new Dictionary<Dimension, (string, (string, decimal)[])>
        {
            [Dimension.Time] = ("time", [("s", 1m), ("ms", 1e-3m), ("us", 1e-6m), ("µs", 1e-6m), ("min", 60m), ("h", 3600m)]),
            [Dimension.Frequency] = ("frequency", [("Hz", 1m), ("kHz", 1e3m), ("mHz", 1e-3m)]),
            [Dimension.Voltage] = ("voltage", [("V", 1m), ("mV", 1e-3m), ("uV", 1e-6m), ("µV", 1e-6m)]),
            [Dimension.Current] = ("current", [("A", 1m), ("uA", 1e-6m), ("nA", 1e-9m), ("pA", 1e-12m)]),
            [Dimension.Conductance] = ("conductance", [("S", 1m), ("uS", 1e-6m), ("µS", 1e-6m), ("nS", 1e-9m), ("pS", 1e-12m)]),
            [Dimension.Capacitance] = ("capacitance", [("F", 1m), ("nF", 1e-9m), ("pF", 1e-12m)]),
            [Dimension.ConductancePerVoltage] = ("conductance per voltage", [("S/V", 1m), ("nS/mV", 1e-6m)]),
            [Dimension.RateConstant] = ("rate constant", [("1/s", 1m), ("/s", 1m), ("1/ms", 1e3m), ("/ms", 1e3m)]),
        }.ToFrozenDictionary();

    /// <summary>The value in SI units, the double nearest to what was written.</summary>
    public double Si => double.Parse(ExactSi.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>How a dimension is called.</summary>
    /// <param name="dimension">The dimension.</param>
    public static string NameOf(Dimension dimension) => Dimensions[dimension].Name;

    /// <summary>The units of a dimension that a user may write.</summary>
    /// <param name="dimension">The dimension.</param>
    public static IEnumerable<string> UnitsOf(Dimension dimension) => Dimensions[dimension].Units.Select(unit => unit.Unit);

    /// <summary>The unit it was written in.</summary>
    internal string Unit => Text[NumberLength(Text)..].TrimStart();

    /// <summary>How many SI units a unit is.</summary>
    /// <param name="unit">A unit of the dimension.</param>
    /// <param name="dimension">The dimension.</param>
    internal static decimal FactorOf(string unit, Dimension dimension) => Dimensions[dimension].Units.First(known => known.Unit == unit).Factor;

    /// <summary>Reads a number and its unit.</summary>
    /// <param name="text">Such as <c>0.4 nS</c>; the blank may be missing.</param>
    /// <param name="dimension">What it must measure.</param>
    /// <param name="quantity">The quantity.</param>
    /// <param name="problem">What is wrong with the text, as the end of a sentence.</param>
    public static bool TryParse(string text, Dimension dimension, out Quantity quantity, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        quantity = default;
        string trimmed = text.Trim();
        int end = NumberLength(trimmed);
        if (!decimal.TryParse(trimmed.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
        {
            problem = "which is not a number with a unit";
            return false;
        }
        string unit = trimmed[end..].TrimStart();
        if (unit.Length == 0)
        {
            problem = "which has no unit";
            return false;
        }
        foreach ((string known, decimal factor) in Dimensions[dimension].Units)
        {
            if (known != unit)
                continue;
            try
            {
                quantity = new Quantity(trimmed, number * factor);
            }
            catch (OverflowException)
            {
                problem = "which is far out of range";
                return false;
            }
            problem = "";
            return true;
        }
        string[] others = [.. Dimensions.Where(d => d.Value.Units.Any(u => u.Unit == unit)).Select(d => d.Value.Name)];
        problem = others.Length > 0 ? $"which is a {others[0]}" : $"whose unit '{unit}' is not known";
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal static int NumberLength(string text)
    {
        int end = 0;
        while (end < text.Length && IsPartOfNumber(text, end))
            end++;
        return end;
    }

    private static bool IsPartOfNumber(string text, int at)
    {
        char c = text[at];
        if (char.IsAsciiDigit(c) || c is '.' or '+' or '-')
            return true;
        // An exponent only where digits follow: "1e-3 s" has one, "1 e" has not.
        return c is 'e' or 'E' && at > 0 && at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] is '-' or '+');
    }
}
