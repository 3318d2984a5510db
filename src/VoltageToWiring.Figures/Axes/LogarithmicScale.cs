namespace VoltageToWiring.Figures.Axes;

/// <summary>Equal ratios are equally far apart.</summary>
internal sealed class LogarithmicScale : AxisScale
{
    // From many ticks to few; whole decades last.
    private static readonly double[][] Choices = [[1, 2, 5], [1, 3], [1]];

    internal override double Map(double value) => Math.Log10(value);

    internal override double Unmap(double place) => Math.Pow(10, place);

    internal override IReadOnlyList<AxisTick> Ticks(double low, double high, int most)
    {
        foreach (double[] within in Choices)
        {
            List<AxisTick> ticks = Ticks(low, high, within, 1);
            if (ticks.Count <= most)
                return ticks.Count < 2 ? Linear.Ticks(low, high, most) : ticks;
        }
        // Every so many decades; one tick alone would be no scale.
        int decades = (int)Math.Ceiling((Math.Log10(high) - Math.Log10(low)) / (most - 1));
        while (decades > 1 && Ticks(low, high, Choices[^1], decades).Count < 2)
            decades--;
        return Ticks(low, high, Choices[^1], decades);
    }

    private static List<AxisTick> Ticks(double low, double high, double[] within, int decades)
    {
        var ticks = new List<AxisTick>();
        int first = (int)Math.Floor(Math.Log10(low) / decades) * decades;
        for (int power = first; power <= Math.Ceiling(Math.Log10(high)); power += decades)
        {
            foreach (double part in within)
            {
                double value = part * Math.Pow(10, power);
                if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9))
                    ticks.Add(new AxisTick(value, Text(part, power)));
            }
        }
        return ticks;
    }

    private static string Text(double part, int power)
        => power is >= -4 and <= 5 ? NumberText.Of(part * Math.Pow(10, power)) : $"{NumberText.Of(part)}e{NumberText.Of(power)}";
}
