using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Randomness;

/// <summary>Four 32-bit words: a counter, or the random bits made of it.</summary>
/// <param name="X0">The lowest word.</param>
/// <param name="X1">The second word.</param>
/// <param name="X2">The third word.</param>
/// <param name="X3">The highest word.</param>
public readonly record struct PhiloxWords(uint X0, uint X1, uint X2, uint X3);

/// <summary>
/// Philox4x32-10: a counter-based generator. The same key and counter always give the same 128 random bits, in any order, on any thread.
/// </summary>
/// <remarks>
/// Source: J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11.
/// Ten rounds; checked against the known answers published with it.
/// </remarks>
public static class Philox
{
    private const uint M0 = 0xD2511F53u;
    private const uint M1 = 0xCD9E8D57u;
    private const uint Weyl0 = 0x9E3779B9u;
    private const uint Weyl1 = 0xBB67AE85u;

    /// <summary>The 128 random bits that belong to a counter.</summary>
    /// <param name="counter">Any 128 bits.</param>
    /// <param name="key">Any 64 bits; another key is another, independent sequence.</param>
    public static PhiloxWords Generate(PhiloxWords counter, ulong key)
    {
        (uint x0, uint x1, uint x2, uint x3) = counter;
        uint k0 = (uint)key;
        uint k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)M0 * x0;
            ulong p1 = (ulong)M1 * x2;
            x0 = (uint)(p1 >> 32) ^ x1 ^ k0;
            x1 = (uint)p1;
            x2 = (uint)(p0 >> 32) ^ x3 ^ k1;
            x3 = (uint)p0;
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return new PhiloxWords(x0, x1, x2, x3);
    }

    /// <summary>The same for eight counters at once, each word in the lower half of a lane.</summary>
    /// <param name="x0">The lowest words; changed into random bits.</param>
    /// <param name="x1">The second words.</param>
    /// <param name="x2">The third words.</param>
    /// <param name="x3">The highest words.</param>
    /// <param name="key">Any 64 bits.</param>
    public static void Generate(
        ref Vector512<ulong> x0, ref Vector512<ulong> x1, ref Vector512<ulong> x2, ref Vector512<ulong> x3, ulong key)
    {
        Vector512<ulong> low = Vector512.Create(0xFFFFFFFFul), m0 = Vector512.Create((ulong)M0), m1 = Vector512.Create((ulong)M1);
        uint k0 = (uint)key;
        uint k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            Vector512<ulong> p0 = m0 * x0, p1 = m1 * x2;
            x0 = (p1 >>> 32) ^ x1 ^ Vector512.Create((ulong)k0);
            x1 = p1 & low;
            x2 = (p0 >>> 32) ^ x3 ^ Vector512.Create((ulong)k1);
            x3 = p0 & low;
            k0 += Weyl0;
            k1 += Weyl1;
        }
    }
}
