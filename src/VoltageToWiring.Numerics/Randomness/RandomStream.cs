namespace VoltageToWiring.Numerics.Randomness;

/// <summary>
/// One independent stream of random numbers, read from its start: the Philox words of (key, stream, 0), (key, stream, 1), ….
/// </summary>
/// <remarks>
/// 2⁶⁴ streams for each key, 2⁶⁵ doubles in each. The whole state is the key, the stream and the position, so that it can be written down and
/// taken up again. Normals by Box and Muller (1958), two at a time. Not thread-safe.
/// </remarks>
/// <param name="key">The key, from <see cref="RandomStreams.Key"/>.</param>
/// <param name="stream">Which stream of that key: a neuron, a train, a surrogate.</param>
public sealed class RandomStream(ulong key, ulong stream) : IRandomSource
{
    private CounterRandom _draws = new(key, 0, (uint)stream, (uint)(stream >> 32));
    private bool _hasKeptGaussian;
    private double _keptGaussian;

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32() => _draws.NextUInt32();

    /// <inheritdoc/>
    public double NextDouble() => _draws.NextDouble();

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
    public uint NextAtMost(uint maximum) => _draws.NextAtMost(maximum);
}
