namespace VoltageToWiring.Numerics.Significance;

/// <summary>The bets λ of the test martingale, ±: powers of two of the smallest, so that one exponential serves them all.</summary>
/// <remarks>
/// The weights favour the effects that are found within seconds to minutes; a bet that is far from the best loses against one near it only
/// the logarithm of the ratio of their weights.
/// </remarks>
public static class BettingGrid
{
    /// <summary>The smallest bet, on sums of scores of unit variance.</summary>
    public const double Smallest = 0.025;

    /// <summary>Number of bets of each sign.</summary>
    public const int Count = 6;

    /// <summary>Weight of each bet within its sign, smallest bet first; they sum to 1.</summary>
    public static ReadOnlySpan<double> Weights => [0.05, 0.10, 0.20, 0.30, 0.25, 0.10];

    /// <summary>A bet.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    public static double Bet(int index) => Smallest * (1 << index);
}
