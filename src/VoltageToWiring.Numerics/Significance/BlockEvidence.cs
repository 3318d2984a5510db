using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Scoring;

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
    /// <summary>Sums beyond this are cut to it, real and surrogate alike, which keeps exponentials finite (a total of 10,000 in single precision, too) and the test valid.</summary>
    public const float LargestSum = 98;

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

    /// <summary>The same for sixteen targets at once, in single precision but for the logarithms.</summary>
    /// <param name="sums">A row of T_0, then rows of T_1 … T_S.</param>
    /// <param name="lanes">Targets that count; the lanes after them are left alone.</param>
    /// <param name="logMartingale">A row of sixteen for each bet, in the order of <see cref="AddScalar"/>.</param>
    public static void AddTile(ReadOnlySpan<float> sums, int lanes, Span<double> logMartingale)
    {
        Vector512<float> p0 = default, p1 = default, p2 = default, p3 = default, p4 = default, p5 = default;
        Vector512<float> n0 = default, n1 = default, n2 = default, n3 = default, n4 = default, n5 = default;
        Vector512<float> largest = Vector512.Create(LargestSum), smallest = -largest, one = Vector512.Create(1f);
        Vector512<float> bet = Vector512.Create((float)BettingGrid.Smallest);
        for (int at = 0; at < sums.Length; at += Tile.Lanes)
        {
            Vector512<float> sum = Vector512.Create(sums.Slice(at, Tile.Lanes));
            sum = Vector512.ConditionalSelect(Vector512.LessThan(sum, smallest), smallest, sum);
            sum = Vector512.ConditionalSelect(Vector512.GreaterThan(sum, largest), largest, sum);
            Vector512<float> x = Exponential.OfSmall(bet * sum);
            Vector512<float> y = one / x;
            p0 += x;
            n0 += y;
            x *= x;
            y *= y;
            p1 += x;
            n1 += y;
            x *= x;
            y *= y;
            p2 += x;
            n2 += y;
            x *= x;
            y *= y;
            p3 += x;
            n3 += y;
            x *= x;
            y *= y;
            p4 += x;
            n4 += y;
            x *= x;
            y *= y;
            p5 += x;
            n5 += y;
        }
        Span<float> totals = stackalloc float[2 * BettingGrid.Count * Tile.Lanes];
        p0.CopyTo(totals);
        p1.CopyTo(totals[Tile.Lanes..]);
        p2.CopyTo(totals[(2 * Tile.Lanes)..]);
        p3.CopyTo(totals[(3 * Tile.Lanes)..]);
        p4.CopyTo(totals[(4 * Tile.Lanes)..]);
        p5.CopyTo(totals[(5 * Tile.Lanes)..]);
        n0.CopyTo(totals[(6 * Tile.Lanes)..]);
        n1.CopyTo(totals[(7 * Tile.Lanes)..]);
        n2.CopyTo(totals[(8 * Tile.Lanes)..]);
        n3.CopyTo(totals[(9 * Tile.Lanes)..]);
        n4.CopyTo(totals[(10 * Tile.Lanes)..]);
        n5.CopyTo(totals[(11 * Tile.Lanes)..]);
        double trajectories = sums.Length / Tile.Lanes;
        for (int lane = 0; lane < lanes; lane++)
        {
            double real = Math.Clamp(sums[lane], -LargestSum, LargestSum);
            for (int at = 0; at < 2 * BettingGrid.Count; at++)
            {
                double lambda = at < BettingGrid.Count ? BettingGrid.Bet(at) : -BettingGrid.Bet(at - BettingGrid.Count);
                logMartingale[at * Tile.Lanes + lane] += lambda * real - Math.Log(totals[at * Tile.Lanes + lane] / trajectories);
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
