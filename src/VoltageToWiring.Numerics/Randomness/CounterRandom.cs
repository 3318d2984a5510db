namespace VoltageToWiring.Numerics.Randomness;

/// <summary>
/// A sequence of random numbers that belongs to three indices, whenever and wherever it is drawn: the Philox words of
/// (0, i, j, k), (1, i, j, k), ….
/// </summary>
/// <remarks>After 2³² words of four the count carries into the first index.</remarks>
public struct CounterRandom : IRandomSource
{
    private readonly ulong _key;
    private uint _i;
    private readonly uint _j;
    private readonly uint _k;
    private PhiloxWords _words;
    private uint _counter;
    private int _nextWord;

    /// <summary>The sequence at its start.</summary>
    /// <param name="key">The key, from <see cref="RandomStreams.Key"/>.</param>
    /// <param name="i">The first index.</param>
    /// <param name="j">The second index.</param>
    /// <param name="k">The third index.</param>
    public CounterRandom(ulong key, uint i, uint j, uint k)
    {
        _key = key;
        _i = i;
        _j = j;
        _k = k;
        _nextWord = 4;
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_nextWord == 4)
        {
            _words = Philox.Generate(new PhiloxWords(_counter, _i, _j, _k), _key);
            _nextWord = 0;
            if (++_counter == 0)
                _i++;
        }
        return _nextWord++ switch
        {
            0 => _words.X0,
            1 => _words.X1,
            2 => _words.X2,
            _ => _words.X3,
        };
    }

    /// <inheritdoc/>
    public double NextDouble() => RandomBits.ToUnitInterval(NextUInt32(), NextUInt32());

    /// <inheritdoc/>
    public double NextGaussian()
    {
        RandomBits.BoxMuller(NextDouble(), NextDouble(), out double first, out _);
        return first;
    }

    /// <inheritdoc/>
    /// <remarks>By multiplication, with rejection of the few products that would bias it (D. Lemire, 2019, ACM TOMACS 29:3).</remarks>
    public uint NextAtMost(uint maximum)
    {
        if (maximum == uint.MaxValue)
            return NextUInt32();
        uint range = maximum + 1;
        ulong product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            uint threshold = (0u - range) % range;
            while ((uint)product < threshold)
                product = (ulong)NextUInt32() * range;
        }
        return (uint)(product >> 32);
    }
}
