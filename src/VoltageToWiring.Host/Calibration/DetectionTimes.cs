namespace VoltageToWiring.Host.Calibration;

/// <summary>Quantiles of times of detection, where what was not found is found at infinity.</summary>
public static class DetectionTimes
{
    /// <summary>The time by which a percentage was found.</summary>
    /// <param name="ascending">The times, s, ascending; infinite where not found.</param>
    /// <param name="percent">The percentage, 1 to 99.</param>
    /// <returns>
    /// The inverse of the empirical distribution, averaged where it jumps, so that the median is the usual one; infinite where either side is,
    /// NaN without times.
    /// </returns>
    /// <remarks>Definition 2 of R. J. Hyndman and Y. Fan (1996), "Sample quantiles in statistical packages".</remarks>
    public static double Quantile(IReadOnlyList<double> ascending, int percent)
    {
        ArgumentNullException.ThrowIfNull(ascending);
        if (ascending.Count == 0)
            return double.NaN;
        (int below, int above) = Places(ascending.Count, percent);
        return (ascending[below] + ascending[above]) / 2;
    }

    /// <summary>Which elements of an ascending list a quantile is the mean of.</summary>
    /// <param name="count">Length of the list, at least 1.</param>
    /// <param name="percent">The percentage, 1 to 99.</param>
    internal static (int Below, int Above) Places(int count, int percent)
    {
        long product = (long)count * percent;
        int above = (int)(product / 100);
        return product % 100 == 0 ? (above - 1, above) : (above, above);
    }
}
