namespace VoltageToWiring.Numerics.Scoring;

/// <summary>Autoregressive whitening filters from autocovariances.</summary>
/// <remarks>G. U. Yule (1927) and G. Walker (1931); solved by the recursion of N. Levinson (1947) and J. Durbin (1960).</remarks>
public static class YuleWalker
{
    // Keeps the recursion away from a perfectly predictable signal.
    private const double RelativeNugget = 1e-9;

    /// <summary>The autocovariance of a signal about a mean, biased (divided by the number of samples), which makes it positive definite.</summary>
    /// <param name="signal">Samples.</param>
    /// <param name="mean">What is subtracted.</param>
    /// <param name="autocovariance">Receives lags 0, 1, …; squared unit of the signal.</param>
    public static void Autocovariance(ReadOnlySpan<double> signal, double mean, Span<double> autocovariance)
    {
        for (int lag = 0; lag < autocovariance.Length; lag++)
        {
            double sum = 0;
            for (int t = lag; t < signal.Length; t++)
                sum += (signal[t] - mean) * (signal[t - lag] - mean);
            autocovariance[lag] = sum / signal.Length;
        }
    }

    /// <summary>Fits the filter A(z) = 1 + a₁z⁻¹ + … that leaves the signal white: e(t) = Σ a_q x(t − q).</summary>
    /// <param name="autocovariance">Lags 0 … order of the signal's autocovariance, or of a mean of normalised ones.</param>
    /// <param name="filter">Receives 1, a₁, …, a_order. A signal without variance gives 1, 0, …, 0.</param>
    /// <returns>The variance of what is left, in the unit of the autocovariance.</returns>
    public static double Fit(ReadOnlySpan<double> autocovariance, Span<double> filter)
    {
        if (autocovariance.Length != filter.Length || filter.IsEmpty)
        {
            throw new ArgumentException(
                $"A filter of {filter.Length} taps needs as many lags, not {autocovariance.Length}.", nameof(autocovariance));
        }
        filter.Clear();
        filter[0] = 1;
        double innovation = autocovariance[0] * (1 + RelativeNugget);
        if (!(innovation > 0))
            return 0;
        Span<double> previous = filter.Length <= 128 ? stackalloc double[filter.Length] : new double[filter.Length];
        for (int order = 1; order < filter.Length; order++)
        {
            double unexplained = autocovariance[order];
            for (int q = 1; q < order; q++)
                unexplained += filter[q] * autocovariance[order - q];
            double reflection = -unexplained / innovation;
            filter.CopyTo(previous);
            for (int q = 1; q < order; q++)
                filter[q] = previous[q] + reflection * previous[order - q];
            filter[order] = reflection;
            innovation *= 1 - reflection * reflection;
        }
        return innovation;
    }
}
