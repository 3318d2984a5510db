namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>How many of some unconnected pairs chance flags, where each is flagged by itself: binomial.</summary>
internal sealed class ChanceOfFlags
{
    private readonly double[] _chances;

    /// <summary>The chances.</summary>
    /// <param name="pairs">Unconnected pairs in a run.</param>
    /// <param name="surrogates">S, surrogates of each.</param>
    /// <param name="threshold">Flagged is p = max(b, 1)/S at most this.</param>
    public ChanceOfFlags(int pairs, int surrogates, double threshold)
    {
        Pairs = pairs;
        Surrogates = surrogates;
        Largest = Enumerable.Range(0, surrogates + 1).Where(b => Math.Max(b, 1) / (double)surrogates <= threshold).DefaultIfEmpty(-1).Max();
        Each = (Largest + 1.0) / (surrogates + 1);
        _chances = Binomial(pairs, Each);
    }

    /// <summary>Unconnected pairs in a run.</summary>
    public int Pairs { get; }

    /// <summary>S.</summary>
    public int Surrogates { get; }

    /// <summary>The largest b that flags; −1 where none does.</summary>
    public int Largest { get; }

    /// <summary>The chance of each pair, (largest + 1)/(S + 1).</summary>
    public double Each { get; }

    /// <summary>The chance of so many in one run.</summary>
    /// <param name="flagged">How many.</param>
    public double Of(int flagged) => _chances[flagged];

    /// <summary>The chance of so many or more in one run.</summary>
    /// <param name="flagged">How many.</param>
    public double OfAtLeast(int flagged) => _chances.Skip(flagged).Sum();

    // Term by term, from none on.
    private static double[] Binomial(int n, double p)
    {
        var chances = new double[n + 1];
        chances[0] = Math.Pow(1 - p, n);
        for (int k = 1; k <= n; k++)
            chances[k] = chances[k - 1] * (n - k + 1) / k * p / (1 - p);
        return chances;
    }
}
