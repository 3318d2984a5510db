namespace VoltageToWiring.Numerics.Significance;

/// <summary>How a real statistic stands among those of its surrogates, in both forms of p-value.</summary>
/// <param name="Real">The real statistic.</param>
/// <param name="RelativeToSurrogates">The real statistic over the mean of the surrogates'.</param>
/// <param name="Surrogates">Number of surrogates S.</param>
/// <param name="Exceedances">b, the surrogates strictly larger than the real one.</param>
/// <param name="ExceedancesOrTies">Those at least as large.</param>
public readonly record struct PermutationTest(
    double Real, double RelativeToSurrogates, int Surrogates, int Exceedances, int ExceedancesOrTies)
{
    /// <summary>The reference's p-value, max(b, 1)/S. Its true level at 0.05 with S = 100 is 6/101.</summary>
    public double ReferenceP => (double)Math.Max(Exceedances, 1) / Surrogates;

    /// <summary>The exact p-value, (1 + #{T_s ≥ T_0})/(S + 1).</summary>
    /// <remarks>B. Phipson and G. K. Smyth (2010), "Permutation p-values should never be zero".</remarks>
    public double ExactP => (1.0 + ExceedancesOrTies) / (Surrogates + 1);

    /// <summary>Ranks a statistic among its surrogates; large values speak for a connection.</summary>
    /// <param name="real">The real statistic T_0, finite.</param>
    /// <param name="surrogates">T_1 … T_S; at least one.</param>
    public static PermutationTest Rank(double real, ReadOnlySpan<double> surrogates)
    {
        if (surrogates.IsEmpty)
            throw new ArgumentException("A permutation test needs at least one surrogate.", nameof(surrogates));
        int larger = 0;
        int asLarge = 0;
        double sum = 0;
        foreach (double surrogate in surrogates)
        {
            larger += surrogate > real ? 1 : 0;
            asLarge += surrogate >= real ? 1 : 0;
            sum += surrogate;
        }
        return new PermutationTest(real, real / (sum / surrogates.Length), surrogates.Length, larger, asLarge);
    }
}
