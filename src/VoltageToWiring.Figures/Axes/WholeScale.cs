namespace VoltageToWiring.Figures.Axes;

/// <summary>Whole numbers, such as indices: nothing between them is named.</summary>
internal sealed class WholeScale : AxisScale
{
    private static readonly int[] Steps = [1, 2, 5];

    internal override double Map(double value) => value;

    internal override double Unmap(double place) => place;

    internal override IReadOnlyList<AxisTick> Ticks(double low, double high, int most)
    {
        for (long power = 1; ; power *= 10)
        {
            foreach (int part in Steps)
            {
                long step = part * power, first = (long)Math.Ceiling(low / step), last = (long)Math.Floor(high / step);
                if (last - first < most)
                    return [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => Tick((first + i) * step))];
            }
        }
    }

    private static AxisTick Tick(long value) => new(value, NumberText.Of(value, 0));
}
