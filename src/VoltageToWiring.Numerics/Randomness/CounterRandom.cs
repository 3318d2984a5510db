namespace VoltageToWiring.Numerics.Randomness;

/// <summary>
/// A short sequence of random numbers that belongs to three indices, whenever and wherever it is drawn: the Philox words of
/// (0, i, j, k), (1, i, j, k), ….
/// </summary>
public struct CounterRandom : IRandomSource
{
    private readonly ulong _key;
    private readonly uint _i;
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
            _words = Philox.Generate(new PhiloxWords(_counter++, _i, _j, _k), _key);
            _nextWord = 0;
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
    public uint NextAtMost(uint maximum)
    {
        if (maximum == uint.MaxValue)
            return NextUInt32();
        uint range = maximum + 1;
        ulong product = (ulong)NextUInt32() * range;
        if (RandomBits.IsBiased(product, range))
        {
            uint threshold = RandomBits.RejectionThreshold(range);
            while ((uint)product < threshold)
                product = (ulong)NextUInt32() * range;
        }
        return (uint)(product >> 32);
    }
}
