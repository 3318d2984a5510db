namespace VoltageToWiring.Numerics.Significance;

/// <summary>
/// The e-BH procedure: with e-values of K hypotheses, the k largest are rejected for the largest k with E_(k) ≥ K/(αk). The false discovery
/// rate is at most α under any dependence, at any stopping time.
/// </summary>
/// <remarks>R. Wang and A. Ramdas (2022), "False discovery rate control with e-values". A running maximum is no e-value.</remarks>
public static class EBenjaminiHochberg
{
    /// <summary>How many hypotheses are rejected, and from which evidence on.</summary>
    /// <param name="log10Evidence">log10 of every e-value, in any order; overwritten. NaN counts as no evidence.</param>
    /// <param name="alpha">False discovery rate, in (0, 1).</param>
    /// <param name="hypotheses">How many hypotheses there are, where some values are of none and say nothing; null for one each.</param>
    /// <returns>Hypotheses with log10 E at least the threshold are rejected; infinity where none is.</returns>
    public static (int Rejected, double Log10Threshold) Reject(Span<double> log10Evidence, double alpha, int? hypotheses = null)
    {
        int total = hypotheses ?? log10Evidence.Length;
        // Even the last hypothesis to be rejected needs 1/α.
        double least = Math.Log10(1 / alpha) - 1e-9;
        int candidates = 0;
        foreach (double value in log10Evidence)
        {
            if (value >= least)
                log10Evidence[candidates++] = value;
        }
        Span<double> sorted = log10Evidence[..candidates];
        sorted.Sort();
        for (int k = candidates; k >= 1; k--)
        {
            if (sorted[candidates - k] >= Math.Log10(total / (alpha * k)))
                return (k, sorted[candidates - k]);
        }
        return (0, double.PositiveInfinity);
    }
}
