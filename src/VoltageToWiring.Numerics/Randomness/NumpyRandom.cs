using System.Numerics;

namespace VoltageToWiring.Numerics.Randomness;

/// <summary>
/// NumPy's legacy generator, draw for draw: the Mersenne Twister MT19937 with NumPy's rules for doubles, normals and permutations.
/// </summary>
/// <remarks>
/// Source: M. Matsumoto and T. Nishimura (1998), "Mersenne Twister", ACM TOMACS 8:3–30, initialised with one integer (Knuth's
/// multiplier, 2002 version). Normals by the polar method (G. Marsaglia and T. A. Bray, 1964), which makes two at a time: the second
/// is kept for the next call and survives other draws in between. Not thread-safe; 2.5 kB of state.
/// </remarks>
public sealed class NumpyRandom : IRandomSource
{
    private const int N = 624;
    private const int M = 397;

    private readonly uint[] _state = new uint[N];
    private int _next = N;
    private bool _hasKeptGaussian;
    private double _keptGaussian;

    /// <summary>A generator in the state of <c>numpy.random.seed(seed)</c>.</summary>
    /// <param name="seed">0 … 2³² − 1.</param>
    public NumpyRandom(uint seed)
    {
        _state[0] = seed;
        for (int i = 1; i < N; i++)
            _state[i] = 1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30)) + (uint)i;
    }

    private NumpyRandom(NumpyRandom other)
    {
        other._state.CopyTo(_state, 0);
        _next = other._next;
        _hasKeptGaussian = other._hasKeptGaussian;
        _keptGaussian = other._keptGaussian;
    }

    /// <summary>A second generator in the same state, that goes its own way from here.</summary>
    public NumpyRandom Clone() => new(this);

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_next == N)
            Twist();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    /// <inheritdoc/>
    public double NextDouble()
    {
        uint a = NextUInt32() >> 5;
        uint b = NextUInt32() >> 6;
        return (a * 67108864.0 + b) / 9007199254740992.0;
    }

    /// <inheritdoc/>
    public double NextGaussian()
    {
        if (_hasKeptGaussian)
        {
            _hasKeptGaussian = false;
            return _keptGaussian;
        }
        double r2 = NextPointInUnitDisc(out double x1, out double x2);
        double f = Math.Sqrt(-2.0 * Math.Log(r2) / r2);
        _keptGaussian = f * x1;
        _hasKeptGaussian = true;
        return f * x2;
    }

    /// <summary>Advances as if <paramref name="count"/> normals had been drawn, without computing their logarithms.</summary>
    /// <param name="count">How many normals to skip; at least 0.</param>
    /// <param name="cancellation">Looked at every 65,536 pairs.</param>
    public void SkipGaussians(long count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > 0 && _hasKeptGaussian)
        {
            _hasKeptGaussian = false;
            count--;
        }
        for (long pair = 0; pair < count / 2; pair++)
        {
            NextPointInUnitDisc(out _, out _);
            if ((pair & 0xffff) == 0)
                cancellation.ThrowIfCancellationRequested();
        }
        if (count % 2 == 1)
            NextGaussian();
    }

    /// <inheritdoc/>
    /// <remarks>By masking and rejection: draws the fewest bits that can hold the maximum until they do not exceed it.</remarks>
    public uint NextAtMost(uint maximum)
    {
        if (maximum == 0)
            return 0;
        uint mask = uint.MaxValue >> BitOperations.LeadingZeroCount(maximum);
        uint value;
        do
            value = NextUInt32() & mask;
        while (value > maximum);
        return value;
    }

    private double NextPointInUnitDisc(out double x1, out double x2)
    {
        double r2;
        do
        {
            x1 = 2.0 * NextDouble() - 1.0;
            x2 = 2.0 * NextDouble() - 1.0;
            r2 = x1 * x1 + x2 * x2;
        }
        while (r2 >= 1.0 || r2 == 0.0);
        return r2;
    }

    private void Twist()
    {
        uint[] mt = _state;
        for (int k = 0; k < N - M; k++)
            mt[k] = mt[k + M] ^ Twisted(mt[k], mt[k + 1]);
        for (int k = N - M; k < N - 1; k++)
            mt[k] = mt[k + M - N] ^ Twisted(mt[k], mt[k + 1]);
        mt[N - 1] = mt[M - 1] ^ Twisted(mt[N - 1], mt[0]);
        _next = 0;
    }

    private static uint Twisted(uint upper, uint lower)
    {
        uint y = (upper & 0x80000000u) | (lower & 0x7fffffffu);
        return (y >> 1) ^ ((y & 1u) * 0x9908b0dfu);
    }
}
