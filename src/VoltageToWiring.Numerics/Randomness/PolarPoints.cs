using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Randomness;

/// <summary>
/// Points in the unit disc from random words, for the polar method (G. Marsaglia and T. A. Bray, 1964): each try takes four words, two for x1
/// and two for x2 in [−1, 1), and counts where 0 &lt; x1² + x2² &lt; 1.
/// </summary>
internal static class PolarPoints
{
    /// <summary>Words of one try.</summary>
    public const int WordsOfTry = 4;

    /// <summary>Tries that <see cref="Accept"/> takes at once.</summary>
    public const int Together = 4;

    /// <summary>How many of some tries count.</summary>
    /// <param name="words">The words, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Count(ReadOnlySpan<uint> words)
    {
        int lanes = 0;
        for (int at = 0; at < words.Length; at += Together * WordsOfTry)
            lanes += BitOperations.PopCount(Inside(SquaredRadii(Coordinates(words.Slice(at, Together * WordsOfTry)))));
        return lanes / 2;
    }

    /// <summary>The points of four tries that count, in their order.</summary>
    /// <param name="words">16 words.</param>
    /// <param name="points">Receives x1, x2 of each, one after the other; needs room for eight numbers.</param>
    /// <param name="squaredRadii">Receives x1² + x2² of each; needs room for four numbers.</param>
    /// <returns>How many count.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Accept(ReadOnlySpan<uint> words, Span<double> points, Span<double> squaredRadii)
    {
        Vector512<double> x = Coordinates(words);
        Vector512<double> r2 = SquaredRadii(x);
        ulong inside = Inside(r2);
        Span<double> eight = stackalloc double[2 * Together];
        Span<double> radii = stackalloc double[2 * Together];
        x.CopyTo(eight);
        r2.CopyTo(radii);
        int count = 0;
        for (int i = 0; i < Together; i++)
        {
            // Written in any case, and kept where it counts: no branch that would go wrong at every fifth try.
            points[2 * count] = eight[2 * i];
            points[2 * count + 1] = eight[2 * i + 1];
            squaredRadii[count] = radii[2 * i];
            count += (int)(inside >> (2 * i)) & 1;
        }
        return count;
    }

    // 2·(a·2²⁶ + b)/2⁵³ − 1 of the upper 27 and 26 bits of two words; every step is exact, so the order of steps does not matter.
    private static Vector512<double> Coordinates(ReadOnlySpan<uint> words)
    {
        Vector512<ulong> pair = Vector512.Create(words).AsUInt64();
        Vector512<ulong> bits = (((pair << 32) >> 37) << 26) | (pair >> 38);
        return Vector512.ConvertToDouble(bits) * Vector512.Create(1.0 / (1L << 52)) - Vector512<double>.One;
    }

    private static Vector512<double> SquaredRadii(Vector512<double> x)
    {
        Vector512<double> squares = x * x;
        return squares + Vector512.Shuffle(squares, Vector512.Create(1L, 0, 3, 2, 5, 4, 7, 6));
    }

    private static ulong Inside(Vector512<double> r2)
        => (Vector512.LessThan(r2, Vector512<double>.One) & Vector512.GreaterThan(r2, Vector512<double>.Zero)).ExtractMostSignificantBits();
}
