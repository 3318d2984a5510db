using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VoltageToWiring.Numerics.Randomness;

/// <summary>
/// NumPy's legacy generator, draw for draw: the Mersenne Twister MT19937 with NumPy's rules for doubles, normals and permutations.
/// </summary>
/// <remarks>
/// Normals by the polar method (G. Marsaglia and T. A. Bray, 1964), which makes two at a time: the second
/// is kept for the next call and survives other draws in between. Not thread-safe; 7.5 kB of state.
/// </remarks>
public sealed class NumpyRandom : IRandomSource
{
    private const int N = MersenneTwister.Words;

    // Pairs that are made at a time; with their points they take 3 kB of stack.
    private const int PairsAtOnce = 128;

    // The state and room for the next one.
    private readonly uint[] _states = new uint[2 * N];
    private readonly uint[] _words = new uint[N];
    private int _next = N;
    private bool _hasKeptGaussian;
    private double _keptGaussian;

    /// <summary>A generator in the state of <c>numpy.random.seed(seed)</c>.</summary>
    /// <param name="seed">0 … 2³² − 1.</param>
    public NumpyRandom(uint seed)
    {
        MersenneTwister.Initialize(seed, _states);
    }

    private NumpyRandom(NumpyRandom other)
    {
        other._states.CopyTo(_states, 0);
        other._words.CopyTo(_words, 0);
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
            Advance();
        return _words[_next++];
    }

    /// <inheritdoc/>
    public double NextDouble() => RandomBits.ToUnitInterval(NextUInt32(), NextUInt32());

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

    /// <summary>As many normals as there is room for: the same as <see cref="NextGaussian"/> gives one by one.</summary>
    /// <param name="values">Receives them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void NextGaussians(Span<double> values)
    {
        int at = 0;
        if (values.Length > 0 && _hasKeptGaussian)
            values[at++] = NextGaussian();
        Span<double> points = stackalloc double[2 * (PairsAtOnce + PolarPoints.Together)];
        Span<double> squaredRadii = stackalloc double[PairsAtOnce + PolarPoints.Together];
        while (values.Length - at >= 2)
        {
            int pairs = Math.Min((values.Length - at) / 2, PairsAtOnce);
            NextPointsInUnitDisc(pairs, points, squaredRadii);
            for (int i = 0; i < pairs; i++)
            {
                double r2 = squaredRadii[i];
                double f = Math.Sqrt(-2.0 * Math.Log(r2) / r2);
                values[at++] = f * points[2 * i + 1];
                values[at++] = f * points[2 * i];
            }
        }
        if (at < values.Length)
            values[at] = NextGaussian();
    }

    /// <summary>Advances as if <paramref name="count"/> normals had been drawn, without computing their logarithms.</summary>
    /// <param name="count">How many normals to skip; at least 0.</param>
    /// <param name="cancellation">Looked at after every 624 words.</param>
    public void SkipGaussians(long count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > 0 && _hasKeptGaussian)
        {
            _hasKeptGaussian = false;
            count--;
        }
        long pairs = count / 2;
        while (pairs > 0)
        {
            const int Together = PolarPoints.Together * PolarPoints.WordsOfTry;
            int words = (N - _next) / Together * Together;
            if (words == 0 || pairs < words / PolarPoints.WordsOfTry)
            {
                // At the end of a state, and of what is to be skipped, one by one.
                NextPointInUnitDisc(out _, out _);
                pairs--;
                continue;
            }
            pairs -= PolarPoints.Count(_words.AsSpan(_next, words));
            _next += words;
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

    /// <summary>
    /// The draws of one permutation: for i from the last index down to 1 an integer in 0 … i, the same as <see cref="NextAtMost"/> gives one by one.
    /// </summary>
    /// <param name="exchanges">Receives at i the draw for i; the first element is left alone.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void NextExchanges(Span<int> exchanges)
    {
        ref int to = ref MemoryMarshal.GetReference(exchanges);
        int i = exchanges.Length - 1;
        while (i > 0)
        {
            int mask = int.MaxValue >> (BitOperations.LeadingZeroCount((uint)i) - 1);
            int sameMaskAbove = mask >> 1;
            if (_next == N)
                Advance();
            int next = _next;
            for (; next < _words.Length && i > sameMaskAbove; next++)
            {
                // Written in any case, and kept where it does not exceed i: whether it does is a toss of a coin, so there is no branch on it.
                int value = (int)_words[next] & mask;
                Unsafe.Add(ref to, i) = value;
                i = i - 1 - ((i - value) >> 31);
            }
            _next = next;
        }
    }

    private void NextPointsInUnitDisc(int pairs, Span<double> points, Span<double> squaredRadii)
    {
        const int Together = PolarPoints.Together * PolarPoints.WordsOfTry;
        for (int pair = 0; pair < pairs;)
        {
            if (pairs - pair >= PolarPoints.Together && N - _next >= Together)
            {
                pair += PolarPoints.Accept(_words.AsSpan(_next, Together), points[(2 * pair)..], squaredRadii[pair..]);
                _next += Together;
                continue;
            }
            squaredRadii[pair] = NextPointInUnitDisc(out points[2 * pair], out points[2 * pair + 1]);
            pair++;
        }
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

    private void Advance()
    {
        MersenneTwister.Advance(_states, _words);
        _next = 0;
    }
}
