using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Randomness;

/// <summary>
/// The recurrence of MT19937 (M. Matsumoto and T. Nishimura, 1998, ACM TOMACS 8:3–30), a whole state of 624 words at a time.
/// </summary>
public static class MersenneTwister
{
    /// <summary>Words of a state.</summary>
    public const int Words = 624;

    private const int M = 397;
    private const uint Upper = 0x80000000u;
    private const uint Lower = 0x7fffffffu;
    private const uint Matrix = 0x9908b0dfu;
    private const uint TemperB = 0x9d2c5680u;
    private const uint TemperC = 0xefc60000u;

    /// <summary>The state of <c>init_genrand</c>: Knuth's multiplier, 2002 version.</summary>
    /// <param name="seed">Any 32 bits.</param>
    /// <param name="state">Receives <see cref="Words"/> words.</param>
    public static void Initialize(uint seed, Span<uint> state)
    {
        state[0] = seed;
        for (int i = 1; i < Words; i++)
            state[i] = 1812433253u * (state[i - 1] ^ (state[i - 1] >> 30)) + (uint)i;
    }

    /// <summary>The plain form, to read and to test against.</summary>
    /// <param name="states">
    /// Twice <see cref="Words"/> words: the state, and behind it room for the next, x[k + 624] = x[k + 397] ⊕ (upper bit of x[k], lower bits of
    /// x[k + 1])·A. On return the next state lies in both halves.
    /// </param>
    /// <param name="tempered">Receives the <see cref="Words"/> random words of the next state.</param>
    public static void AdvanceScalar(Span<uint> states, Span<uint> tempered)
    {
        for (int k = 0; k < Words; k++)
        {
            uint y = (states[k] & Upper) | (states[k + 1] & Lower);
            uint next = states[k + M] ^ (y >> 1) ^ ((0u - (y & 1u)) & Matrix);
            states[k + Words] = next;
            next ^= next >> 11;
            next ^= (next << 7) & TemperB;
            next ^= (next << 15) & TemperC;
            tempered[k] = next ^ (next >> 18);
        }
        states[Words..(2 * Words)].CopyTo(states);
    }

    /// <summary>The fast form: 16 words at a time, which the recurrence allows because it looks back 227 words at the nearest.</summary>
    /// <param name="states">As in <see cref="AdvanceScalar"/>.</param>
    /// <param name="tempered">As in <see cref="AdvanceScalar"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Advance(Span<uint> states, Span<uint> tempered)
    {
        ref uint x = ref MemoryMarshal.GetReference(states[..(2 * Words)]);
        ref uint t = ref MemoryMarshal.GetReference(tempered[..Words]);
        for (nuint k = 0; k < Words; k += (nuint)Vector512<uint>.Count)
        {
            Vector512<uint> y = (Vector512.LoadUnsafe(ref x, k) & Vector512.Create(Upper))
                | (Vector512.LoadUnsafe(ref x, k + 1) & Vector512.Create(Lower));
            Vector512<uint> odd = Vector512<uint>.Zero - (y & Vector512<uint>.One);
            Vector512<uint> next = Vector512.LoadUnsafe(ref x, k + M) ^ (y >> 1) ^ (odd & Vector512.Create(Matrix));
            next.StoreUnsafe(ref x, k + Words);
            next ^= next >> 11;
            next ^= (next << 7) & Vector512.Create(TemperB);
            next ^= (next << 15) & Vector512.Create(TemperC);
            (next ^ (next >> 18)).StoreUnsafe(ref t, k);
        }
        states[Words..(2 * Words)].CopyTo(states);
    }
}
