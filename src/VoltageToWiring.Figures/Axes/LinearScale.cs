namespace VoltageToWiring.Figures.Axes;

/// <summary>Equal differences are equally far apart.</summary>
internal sealed class LinearScale : AxisScale
{
    private static readonly double[] Steps = [1, 2, 5];

    internal override double Map(double value) => value;

    internal override double Unmap(double place) => place;

    internal override IReadOnlyList<AxisTick> Ticks(double low, double high, int most)
    {
        double step = Step(low, high, most);
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        var ticks = new List<AxisTick>(most);
        double first = Math.Ceiling(low / step - 1e-9);
        for (int i = 0; (first + i) * step <= high + 1e-9 * step; i++)
            ticks.Add(new AxisTick((first + i) * step, NumberText.Of((first + i) * step, decimals)));
        return ticks;
    }

    // The smallest of 1, 2 or 5 times a power of ten that needs no more ticks than there may be; but one tick alone would be no scale.
    private static double Step(double low, double high, int most)
    {
        double finer = 0;
        for (double power = Math.Pow(10, Math.Floor(Math.Log10((high - low) / most)) - 1); ; power *= 10)
        {
            foreach (double step in Steps)
            {
                double ticks = 1 + Math.Floor(high / (step * power) + 1e-9) - Math.Ceiling(low / (step * power) - 1e-9);
                if (ticks < 2)
                    return finer;
                if (ticks <= most)
                    return step * power;
                finer = step * power;
            }
        }
    }
}
