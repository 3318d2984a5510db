using System.Globalization;

namespace VoltageToWiring.Figures.Axes;

/// <summary>An axis: what it measures, in which unit, from where to where.</summary>
/// <param name="Label">What it measures, with the unit, such as <c>recorded so far (s)</c>.</param>
/// <param name="Scale">How values lie along it.</param>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end, above the lower one.</param>
public sealed record FigureAxis(string Label, AxisScale Scale, double Low, double High)
{
    private readonly double _high = Above(High, Low);

    /// <summary>Its upper end.</summary>
    public double High
    {
        get => _high;
        init => _high = Above(value, Low);
    }

    // What is left free beyond the outermost values.
    private const double Margin = 0.05;

    /// <summary>Places that are named, for axes of names rather than numbers. Default: round numbers.</summary>
    public IReadOnlyList<AxisTick>? Named { get; init; }

    /// <summary>An axis from one value to another.</summary>
    /// <param name="label">What it measures, with the unit.</param>
    /// <param name="low">Its lower end.</param>
    /// <param name="high">Its upper end.</param>
    public static FigureAxis From(string label, double low, double high) => new(label, AxisScale.Linear, low, high);

    /// <summary>An axis of fractions, 0 to 1.</summary>
    /// <param name="label">What they are fractions of.</param>
    public static FigureAxis Fractions(string label)
        => From(label, -0.02, 1.02) with
        {
            Named = [.. Enumerable.Range(0, 6).Select(fifth => new AxisTick(fifth / 5.0, NumberText.Of(fifth / 5.0, 1)))],
        };

    /// <summary>An axis of names, one for each whole number from 0 on.</summary>
    /// <param name="label">What they are.</param>
    /// <param name="names">The names.</param>
    public static FigureAxis Names(string label, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return From(label, -0.5, names.Count - 0.5) with { Named = [.. names.Select((name, at) => new AxisTick(at, name))] };
    }

    /// <summary>An axis on which all values have room; those that are not finite are left out of account.</summary>
    /// <param name="label">What it measures, with the unit.</param>
    /// <param name="scale">How values lie along it.</param>
    /// <param name="values">The values, in as many lists as one likes.</param>
    public static FigureAxis Around(string label, AxisScale scale, params IEnumerable<IReadOnlyList<double>> values)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(values);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (IReadOnlyList<double> list in values)
        {
            for (int i = 0; i < list.Count; i++)
            {
                double value = list[i];
                if (!double.IsFinite(scale.Map(value)))
                    continue;
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        }
        return low > high ? new FigureAxis(label, scale, 1, 2) : Widened(label, scale, low, high);
    }

    private static double Above(double high, double low)
        => double.IsFinite(low) && double.IsFinite(high) && high > low ? high
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"An axis from {low} to {high} is none."), nameof(High));

    internal double Map(double value) => Scale.Map(value);

    internal IReadOnlyList<AxisTick> Ticks(int most) => Named ?? Scale.Ticks(Low, High, most);

    private static FigureAxis Widened(string label, AxisScale scale, double low, double high)
    {
        double from = scale.Map(low), to = scale.Map(high);
        double more = to > from ? Margin * (to - from) : from != 0 ? Math.Abs(from) / 2 : 0.5;
        return new FigureAxis(label, scale, scale.Unmap(from - more), scale.Unmap(to + more));
    }
}
