using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using VoltageToWiring.Numerics.Functions;
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

    /// <summary>The same for sixteen targets at once, in single precision but for the martingale itself.</summary>
    /// <param name="sums">A row of T_0, then rows of T_1 … T_S.</param>
    /// <param name="lanes">Targets that count; the lanes after them are left alone.</param>
    /// <param name="logMartingale">A row of sixteen for each bet, in the order of <see cref="AddScalar"/>.</param>
    public static void AddTile(ReadOnlySpan<float> sums, int lanes, Span<double> logMartingale)
    {
        Vector512<float> p0 = default, p1 = default, p2 = default, p3 = default, p4 = default, p5 = default;
        Vector512<float> n0 = default, n1 = default, n2 = default, n3 = default, n4 = default, n5 = default;
        Vector512<float> largest = Vector512.Create(LargestSum), smallest = -largest;
        Vector512<float> bet = Vector512.Create((float)BettingGrid.Smallest);
        for (int at = 0; at < sums.Length; at += Tile.Lanes)
        {
            Vector512<float> sum = Vector512.Create(sums.Slice(at, Tile.Lanes));
            sum = Vector512.MinNative(Vector512.MaxNative(sum, smallest), largest);
            (Vector512<float> x, Vector512<float> y) = Elementary.OfBothSigns(bet * sum);
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
        Vector512<float> trajectories = Vector512.Create((float)(sums.Length / Tile.Lanes));
        Vector512<float> first = Vector512.Create(sums[..Tile.Lanes]);
        Vector512<float> real = Vector512.MinNative(Vector512.MaxNative(first, smallest), largest);
        Vector512<float> counts = Vector512.LessThan(Vector512<float>.Indices, Vector512.Create((float)lanes));
        AddBet(0, real, p0 / trajectories, counts, logMartingale);
        AddBet(1, real, p1 / trajectories, counts, logMartingale);
        AddBet(2, real, p2 / trajectories, counts, logMartingale);
        AddBet(3, real, p3 / trajectories, counts, logMartingale);
        AddBet(4, real, p4 / trajectories, counts, logMartingale);
        AddBet(5, real, p5 / trajectories, counts, logMartingale);
        AddBet(6, real, n0 / trajectories, counts, logMartingale);
        AddBet(7, real, n1 / trajectories, counts, logMartingale);
        AddBet(8, real, n2 / trajectories, counts, logMartingale);
        AddBet(9, real, n3 / trajectories, counts, logMartingale);
        AddBet(10, real, n4 / trajectories, counts, logMartingale);
        AddBet(11, real, n5 / trajectories, counts, logMartingale);
    }

    // ln E(λ) = λT_0 − ln mean; nothing in lanes that do not count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddBet(int at, Vector512<float> real, Vector512<float> mean, Vector512<float> counts, Span<double> logMartingale)
    {
        Vector512<double> bet = Vector512.Create(at < BettingGrid.Count ? BettingGrid.Bet(at) : -BettingGrid.Bet(at - BettingGrid.Count));
        (Vector512<double> realLow, Vector512<double> realHigh) = Vector512.Widen(Vector512.BitwiseAnd(real, counts));
        (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.BitwiseAnd(Elementary.Log(mean), counts));
        ref double row = ref MemoryMarshal.GetReference(logMartingale.Slice(at * Tile.Lanes, Tile.Lanes));
        (Vector512.LoadUnsafe(ref row) + (bet * realLow - low)).StoreUnsafe(ref row);
        (Vector512.LoadUnsafe(ref row, Tile.Lanes / 2) + (bet * realHigh - high)).StoreUnsafe(ref row, Tile.Lanes / 2);
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

    /// <summary><see cref="LogMixture"/> of either sign for sixteen targets at once.</summary>
    /// <param name="logMartingales">The martingales of all templates, a row of sixteen for each bet.</param>
    /// <param name="excitatory">Receives ln of the mixture of positive bets of each lane.</param>
    /// <param name="inhibitory">Receives ln of the mixture of negative bets of each lane.</param>
    public static void LogMixtureTile(ReadOnlySpan<double> logMartingales, Span<double> excitatory, Span<double> inhibitory)
    {
        for (int half = 0; half < Tile.Lanes; half += Tile.Lanes / 2)
        {
            LogMixtureHalf(logMartingales[half..], 0).CopyTo(excitatory[half..]);
            LogMixtureHalf(logMartingales[half..], BettingGrid.Count).CopyTo(inhibitory[half..]);
        }
    }

    // Of eight lanes, over the bets from one on of every template.
    private static Vector512<double> LogMixtureHalf(ReadOnlySpan<double> logMartingales, int firstBet)
    {
        const int RowsOfTemplate = 2 * BettingGrid.Count * Tile.Lanes;
        Vector512<double> largest = Vector512.Create(double.NegativeInfinity), sum = default;
        int templates = 0;
        for (int at = firstBet * Tile.Lanes; at < logMartingales.Length; at += RowsOfTemplate)
        {
            for (int bet = 0; bet < BettingGrid.Count; bet++)
                largest = Vector512.Max(largest, Vector512.Create(logMartingales.Slice(at + bet * Tile.Lanes, Tile.Lanes / 2)));
            templates++;
        }
        for (int at = firstBet * Tile.Lanes; at < logMartingales.Length; at += RowsOfTemplate)
        {
            for (int bet = 0; bet < BettingGrid.Count; bet++)
            {
                Vector512<double> term = Elementary.OfNegative(Vector512.Create(logMartingales.Slice(at + bet * Tile.Lanes, Tile.Lanes / 2)) - largest);
                sum = Vector512.FusedMultiplyAdd(term, Vector512.Create(BettingGrid.Weights[bet]), sum);
            }
        }
        return largest + Elementary.Log(sum / Vector512.Create((double)templates));
    }
}
