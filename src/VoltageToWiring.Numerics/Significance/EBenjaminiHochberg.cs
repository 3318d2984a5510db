namespace VoltageToWiring.Numerics.Significance;

/// <summary>
/// The e-BH procedure: with e-values of K hypotheses, the k largest are rejected for the largest k with E_(k) ≥ K/(αk). The false discovery
/// rate is at most α under any dependence, at any stopping time.
/// </summary>
/// <remarks>R. Wang and A. Ramdas (2022), "False discovery rate control with e-values". A running maximum is no e-value.</remarks>
public static class EBenjaminiHochberg
{
    /// <summary>How many hypotheses are rejected, and from which evidence on.</summary>
    /// <param name="log10Evidence">log10 of every e-value, in any order; sorted in place, ascending. NaN counts as no evidence.</param>
    /// <param name="alpha">False discovery rate, in (0, 1).</param>
    /// <returns>Hypotheses with log10 E at least the threshold are rejected; infinity where none is.</returns>
    public static (int Rejected, double Log10Threshold) Reject(Span<double> log10Evidence, double alpha)
    {
        foreach (ref double value in log10Evidence)
        {
            if (double.IsNaN(value))
                value = double.NegativeInfinity;
        }
        log10Evidence.Sort();
        int total = log10Evidence.Length;
        for (int k = total; k >= 1; k--)
        {
            double required = Math.Log10(total / (alpha * k));
            if (log10Evidence[total - k] >= required)
                return (k, log10Evidence[total - k]);
        }
        return (0, double.PositiveInfinity);
    }
}
