using System.Globalization;
using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>A key that varies, as an axis: its values as numbers in the unit of the first, or as names where they are none.</summary>
internal sealed class SweptKey
{
    private const int MostNamed = 9;

    private readonly double[]? _numbers;
    private readonly string _unit;

    /// <summary>A key.</summary>
    /// <param name="path">The key.</param>
    /// <param name="values">Its values, as written, in their order.</param>
    public SweptKey(string path, IReadOnlyList<string> values)
    {
        Path = path;
        Values = values;
        (_numbers, _unit) = Read(values, PipelineKeys.Find(path)?.Dimension);
    }

    /// <summary>The key.</summary>
    public string Path { get; }

    /// <summary>Its values, as written.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The key in words, its last two names.</summary>
    public string Words => KeyLabels.Of([Path])[0].Replace('.', ' ').Replace('_', ' ');

    /// <summary>The key in words, with its unit.</summary>
    public string Label => _unit.Length == 0 ? Words : $"{Words} ({_unit})";

    /// <summary>A value in the few words of a title.</summary>
    /// <param name="value">The value.</param>
    public string Titled(string value) => $"{Words} {value}";

    /// <summary>A value for a table or an axis whose label says what it is: without its unit.</summary>
    /// <param name="at">Which value.</param>
    public string Short(int at) => _numbers is null ? Values[at] : _numbers[at].ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Where each value lies on the axis.</summary>
    /// <param name="per">What one is on the axis, where it is a ratio; null where it is the unit.</param>
    public double[] Places(string? per = null)
        => _numbers is null ? [.. Values.Select((_, at) => (double)at)] : [.. _numbers.Select(number => number / Divisor(per))];

    /// <summary>The axis.</summary>
    /// <param name="label">What it says; null for the key with its unit.</param>
    /// <param name="scale">How values lie along it.</param>
    /// <param name="per">What one is on the axis, where it is a ratio.</param>
    public FigureAxis Axis(string? label, AxisScale scale, string? per = null)
    {
        if (_numbers is null)
            return FigureAxis.Names(label ?? Words, Values);
        double[] places = Places(per);
        FigureAxis axis = FigureAxis.Around(label ?? (per is null ? Label : $"{Words} (multiples of {per})"), scale, [places]);
        return places.Length > MostNamed ? axis
            : axis with { Named = [.. places.Select(place => new AxisTick(place, place.ToString("0.####", CultureInfo.InvariantCulture)))] };
    }

    /// <summary>Whether the values are numbers above 0.</summary>
    public bool CanBeLogarithmic => _numbers?.All(number => number > 0) == true;

    private double Divisor(string? per)
        => per is not null && Read([per], PipelineKeys.Find(Path)?.Dimension) is ([var number], var unit) && PipelineKeys.Find(Path)?.Dimension is { } dimension
            ? number * (double)(Quantity.FactorOf(unit, dimension) / Quantity.FactorOf(_unit, dimension))
            : 1;

    private static (double[]? Numbers, string Unit) Read(IReadOnlyList<string> values, Dimension? dimension)
    {
        var numbers = new double[values.Count];
        string unit = "";
        for (int i = 0; i < numbers.Length; i++)
        {
            if (dimension is { } measured)
            {
                if (!Quantity.TryParse(values[i], measured, out Quantity quantity, out _))
                    return (null, "");
                unit = i == 0 ? quantity.Unit : unit;
                numbers[i] = (double)(quantity.ExactSi / Quantity.FactorOf(unit, measured));
            }
            else if (!double.TryParse(values[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return (null, "");
            }
        }
        return (numbers, unit);
    }
}
