namespace VoltageToWiring.Numerics.Randomness;

/// <summary>
/// All the randomness of one seed, as independent streams with names: what one part draws never shifts what another part gets.
/// </summary>
/// <param name="Seed">Any 64 bits.</param>
public readonly record struct RandomStreams(ulong Seed)
{
    /// <summary>The key of a name: a hash of seed and name (FNV-1a, then the SplitMix64 finalizer).</summary>
    /// <param name="name">What the numbers are for, such as <c>imaging-noise</c>.</param>
    public ulong Key(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ulong hash = 14695981039346656037ul;
        foreach (char c in name)
            hash = (hash ^ c) * 1099511628211ul;
        return Mix(Mix(Seed + 0x9E3779B97F4A7C15ul) ^ hash);
    }

    /// <summary>The stream of a name and an index.</summary>
    /// <param name="name">What the numbers are for.</param>
    /// <param name="index">Which neuron, train or surrogate.</param>
    public RandomStream Stream(string name, long index = 0) => new(Key(name), (ulong)index);

    /// <summary>The stream of one surrogate of a train that is known from beginning to end.</summary>
    /// <param name="train">Index of the train.</param>
    /// <param name="surrogate">Index of the surrogate.</param>
    public RandomStream Surrogate(int train, int surrogate) => new(Key("whole-train-surrogates"), ((ulong)train << 32) | (uint)surrogate);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ul;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBul;
        return z ^ (z >> 31);
    }
}
