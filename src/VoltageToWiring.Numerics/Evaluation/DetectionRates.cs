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
    private const int Kinds = 3;

    /// <summary>Counts what is detected at a threshold.</summary>
    /// <param name="truth">What each pair is.</param>
    /// <param name="p">The p-value of each pair; NaN, not tested, is never detected.</param>
    /// <param name="threshold">Detected where p ≤ this.</param>
    public static DetectionRates At(ReadOnlySpan<TrueConnection> truth, ReadOnlySpan<double> p, double threshold)
    {
        Span<int> total = stackalloc int[Kinds];
        Span<int> detected = stackalloc int[Kinds];
        for (int i = 0; i < truth.Length; i++)
        {
            total[(int)truth[i]]++;
            detected[(int)truth[i]] += p[i] <= threshold ? 1 : 0;
        }
        return Of(threshold, detected, total);
    }

    /// <summary>Sweeps the threshold over the ascending unique values of {0} ∪ {p}: the points of a ROC.</summary>
    /// <param name="truth">What each pair is.</param>
    /// <param name="p">The p-value of each pair; NaN, not tested, is never detected.</param>
    public static IReadOnlyList<DetectionRates> Sweep(ReadOnlySpan<TrueConnection> truth, ReadOnlySpan<double> p)
    {
        var unique = new HashSet<double> { 0 };
        foreach (double value in p)
        {
            if (!double.IsNaN(value))
                unique.Add(value);
        }
        double[] thresholds = [.. unique];
        Array.Sort(thresholds);
        // Pairs by what they are and by the threshold at which they are first detected: one pass, however many thresholds there are.
        var first = new int[thresholds.Length * Kinds];
        Span<int> total = stackalloc int[Kinds];
        for (int i = 0; i < truth.Length; i++)
        {
            total[(int)truth[i]]++;
            if (!double.IsNaN(p[i]))
                first[Array.BinarySearch(thresholds, p[i]) * Kinds + (int)truth[i]]++;
        }
        Span<int> detected = stackalloc int[Kinds];
        var sweep = new List<DetectionRates>(thresholds.Length);
        for (int at = 0; at < thresholds.Length; at++)
        {
            for (int kind = 0; kind < Kinds; kind++)
                detected[kind] += first[at * Kinds + kind];
            sweep.Add(Of(thresholds[at], detected, total));
        }
        return sweep;
    }

    private static DetectionRates Of(double threshold, ReadOnlySpan<int> detected, ReadOnlySpan<int> total)
    {
        const int None = (int)TrueConnection.None, Exc = (int)TrueConnection.Excitatory, Inh = (int)TrueConnection.Inhibitory;
        return new DetectionRates(
            threshold,
            Fraction(detected[Exc], total[Exc]),
            Fraction(detected[Inh], total[Inh]),
            Fraction(detected[Exc] + detected[Inh], total[Exc] + total[Inh]),
            Fraction(detected[None], total[None]));
    }

    private static double? Fraction(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
