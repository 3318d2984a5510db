namespace VoltageToWiring.Figures.Axes;

/// <summary>Linear near 0 and logarithmic far from it, on both sides.</summary>
internal sealed class SymmetricScale : AxisScale
{
    private const int LargestPower = 12;

    internal override double Map(double value) => Math.Asinh(value);

    internal override double Unmap(double place) => Math.Sinh(place);

    internal override IReadOnlyList<AxisTick> Ticks(double low, double high, int most)
    {
        // Values that are named first keep their place; others are named where they are far enough from these.
        double apart = (Map(high) - Map(low)) / most;
        var named = new List<double>();
        foreach (double value in Candidates())
        {
            if (value >= low && value <= high && named.TrueForAll(other => Math.Abs(Map(value) - Map(other)) >= apart))
                named.Add(value);
        }
        if (named.Count < 2)
            return Linear.Ticks(low, high, most);
        named.Sort();
        return [.. named.Select(value => new AxisTick(value, NumberText.Of(value)))];
    }

    private static IEnumerable<double> Candidates()
    {
        yield return 0;
        for (int part = 1; part <= 3; part += 2)
        {
            for (int power = 0; power <= LargestPower; power++)
            {
                double value = part * Math.Pow(10, power);
                yield return value;
                yield return -value;
            }
        }
    }
}
