namespace VoltageToWiring.Numerics.Significance;

/// <summary>
/// One step of the test martingale: what a block of spikes says for or against a connection, at every bet.
/// </summary>
/// <remarks>
/// With T_0 the sum of the scores at the block's spikes and T_1 … T_S those of its surrogates,
/// E(λ) = exp(λT_0) / [(1/(S + 1)) Σ_{s=0..S} exp(λT_s)]. Given the trace and the past the T_s are exchangeable under "not connected", so E(λ) has
/// expectation 1 whatever S, and a product over blocks is a test martingale: it ever reaches 1/α with probability at most α (J. Ville, 1939).
/// In the form of N. W. Koning (2023).
/// </remarks>
public static class BlockEvidence
{
    /// <summary>Sums beyond this are cut to it, real and surrogate alike, which keeps exponentials finite and the test valid.</summary>
    public const float LargestSum = 100;

    /// <summary>Adds the logarithms of E(λ) of one block to a martingale, in double precision as the formula stands.</summary>
    /// <param name="sums">T_0, then T_1 … T_S.</param>
    /// <param name="logMartingale">ln of the product so far: the positive bets, smallest first, then the negative ones.</param>
    public static void AddScalar(ReadOnlySpan<float> sums, Span<double> logMartingale)
    {
        for (int sign = 0; sign < 2; sign++)
        {
            for (int bet = 0; bet < BettingGrid.Count; bet++)
            {
                double lambda = (sign == 0 ? 1 : -1) * BettingGrid.Bet(bet);
                double mean = 0;
                foreach (float sum in sums)
                    mean += Math.Exp(lambda * Math.Clamp(sum, -LargestSum, LargestSum));
                mean /= sums.Length;
                double real = lambda * Math.Clamp(sums[0], -LargestSum, LargestSum);
                logMartingale[sign * BettingGrid.Count + bet] += real - Math.Log(mean);
            }
        }
    }

    /// <summary>ln of the mixture over bets of one sign, and over templates.</summary>
    /// <param name="logMartingales">The martingales of all templates, one after the other.</param>
    /// <param name="negative">Which sign.</param>
    public static double LogMixture(ReadOnlySpan<double> logMartingales, bool negative)
    {
        const int Bets = 2 * BettingGrid.Count;
        int first = negative ? BettingGrid.Count : 0;
        double largest = double.NegativeInfinity;
        for (int at = first; at < logMartingales.Length; at += Bets)
        {
            for (int bet = 0; bet < BettingGrid.Count; bet++)
                largest = Math.Max(largest, logMartingales[at + bet]);
        }
        double sum = 0;
        for (int at = first; at < logMartingales.Length; at += Bets)
        {
            for (int bet = 0; bet < BettingGrid.Count; bet++)
                sum += BettingGrid.Weights[bet] * Math.Exp(logMartingales[at + bet] - largest);
        }
        return largest + Math.Log(sum / (logMartingales.Length / Bets));
    }
}
