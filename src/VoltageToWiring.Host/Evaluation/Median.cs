namespace VoltageToWiring.Host.Evaluation;

/// <summary>The middle of some values.</summary>
internal static class Median
{
    /// <summary>The median, of an even number the mean of the middle two.</summary>
    /// <param name="values">The values, none of them NaN; sorted by this.</param>
    /// <returns>Null where there are none.</returns>
    public static double? Of(Span<double> values)
    {
        if (values.IsEmpty)
            return null;
        values.Sort();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
