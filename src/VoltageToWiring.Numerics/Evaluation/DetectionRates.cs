namespace VoltageToWiring.Numerics.Evaluation;

/// <summary>Fractions detected at one threshold; null where there is nothing of that kind to detect.</summary>
/// <param name="Threshold">Pairs with p at most this count as detected.</param>
/// <param name="Excitatory">TPR of the excitatory connections.</param>
/// <param name="Inhibitory">TPR of the inhibitory connections.</param>
/// <param name="Connected">TPR of all connections.</param>
/// <param name="FalsePositive">FPR: detected fraction of all unconnected pairs.</param>
public sealed record DetectionRates(
    double Threshold, double? Excitatory, double? Inhibitory, double? Connected, double? FalsePositive)
{
    /// <summary>Counts what is detected at a threshold.</summary>
    /// <param name="truth">What each pair is.</param>
    /// <param name="p">The p-value of each pair; NaN, not tested, is never detected.</param>
    /// <param name="threshold">Detected where p ≤ this.</param>
    public static DetectionRates At(ReadOnlySpan<TrueConnection> truth, ReadOnlySpan<double> p, double threshold)
    {
        Span<int> total = stackalloc int[3];
        Span<int> detected = stackalloc int[3];
        for (int i = 0; i < truth.Length; i++)
        {
            total[(int)truth[i]]++;
            detected[(int)truth[i]] += p[i] <= threshold ? 1 : 0;
        }
        const int None = (int)TrueConnection.None, Exc = (int)TrueConnection.Excitatory, Inh = (int)TrueConnection.Inhibitory;
        return new DetectionRates(
            threshold,
            Fraction(detected[Exc], total[Exc]),
            Fraction(detected[Inh], total[Inh]),
            Fraction(detected[Exc] + detected[Inh], total[Exc] + total[Inh]),
            Fraction(detected[None], total[None]));
    }

    /// <summary>Sweeps the threshold over the ascending unique values of {0} ∪ {p}: the points of a ROC.</summary>
    /// <param name="truth">What each pair is.</param>
    /// <param name="p">The p-value of each pair; NaN, not tested, is never detected.</param>
    public static IReadOnlyList<DetectionRates> Sweep(ReadOnlySpan<TrueConnection> truth, ReadOnlySpan<double> p)
    {
        var thresholds = new SortedSet<double> { 0 };
        foreach (double value in p)
        {
            if (!double.IsNaN(value))
                thresholds.Add(value);
        }
        var sweep = new List<DetectionRates>(thresholds.Count);
        foreach (double threshold in thresholds)
            sweep.Add(At(truth, p, threshold));
        return sweep;
    }

    private static double? Fraction(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
