namespace VoltageToWiring.Figures.Drawing;

/// <summary>
/// Makes long lines short without losing what is seen of them: of every stretch of points the lowest and the highest stay, in their order.
/// </summary>
internal static class LineThinning
{
    /// <summary>Which points stay, ascending.</summary>
    /// <param name="ys">How high the points are; NaN for none.</param>
    /// <param name="most">How many points at most, at least 4.</param>
    public static int[] Keep(IReadOnlyList<double> ys, int most)
    {
        if (ys.Count <= most)
            return [.. Enumerable.Range(0, ys.Count)];
        int stretches = (most - 2) / 2;
        var kept = new List<int>(most) { 0 };
        for (int stretch = 0; stretch < stretches; stretch++)
        {
            int from = 1 + (int)((long)stretch * (ys.Count - 2) / stretches);
            int to = 1 + (int)((long)(stretch + 1) * (ys.Count - 2) / stretches);
            (int lowest, int highest) = Extremes(ys, from, to);
            kept.Add(Math.Min(lowest, highest));
            if (lowest != highest)
                kept.Add(Math.Max(lowest, highest));
        }
        kept.Add(ys.Count - 1);
        return [.. kept];
    }

    // A stretch with holes keeps the first of them in one place, so that the line stays broken.
    private static (int Lowest, int Highest) Extremes(IReadOnlyList<double> ys, int from, int to)
    {
        int lowest = from, highest = from;
        for (int i = from; i < to; i++)
        {
            if (double.IsNaN(ys[i]))
                return (lowest, i);
            if (ys[i] < ys[lowest])
                lowest = i;
            if (ys[i] > ys[highest])
                highest = i;
        }
        return (lowest, highest);
    }
}
