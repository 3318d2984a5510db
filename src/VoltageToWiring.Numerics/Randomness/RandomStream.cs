namespace VoltageToWiring.Numerics.Randomness;

/// <summary>
/// One independent stream of random numbers, read from its start: the Philox words of (key, stream, 0), (key, stream, 1), ….
/// </summary>
/// <remarks>
/// 2⁶⁴ streams for each key, 2⁶⁵ doubles in each. The whole state is the key, the stream and the position, so that it can be written down and
/// taken up again. Normals by Box and Muller (1958), two at a time. Not thread-safe.
/// </remarks>
public sealed class RandomStream : IRandomSource
{
    private readonly ulong _key;
    private readonly ulong _stream;
    private ulong _block;
    private int _nextWord = 4;
    private PhiloxWords _words;
    private bool _hasKeptGaussian;
    private double _keptGaussian;

    /// <summary>The stream at its beginning.</summary>
    /// <param name="key">The key, from <see cref="RandomStreams.Key"/>.</param>
    /// <param name="stream">Which stream of that key: a neuron, a train, a surrogate.</param>
    public RandomStream(ulong key, ulong stream)
    {
        _key = key;
        _stream = stream;
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_nextWord == 4)
        {
            _words = Philox.Generate(
                new PhiloxWords((uint)_block, (uint)(_block >> 32), (uint)_stream, (uint)(_stream >> 32)), _key);
            _block++;
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
        if (_hasKeptGaussian)
        {
            _hasKeptGaussian = false;
            return _keptGaussian;
        }
        double u1 = NextDouble();
        double u2 = NextDouble();
        RandomBits.BoxMuller(u1, u2, out double first, out _keptGaussian);
        _hasKeptGaussian = true;
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
        if (RandomBits.IsBiased(product, range))
        {
            uint threshold = RandomBits.RejectionThreshold(range);
            while ((uint)product < threshold)
                product = (ulong)NextUInt32() * range;
        }
        return (uint)(product >> 32);
    }
}
