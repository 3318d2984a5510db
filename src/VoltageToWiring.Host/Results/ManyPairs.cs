namespace VoltageToWiring.Host.Results;

/// <summary>When there are too many pairs to write each of them as text, and how many are written nevertheless.</summary>
public static class ManyPairs
{
    /// <summary>Up to this many pairs are written one by one, in every file.</summary>
    public const int Listed = 10_000;

    /// <summary>Of more, this many of the strongest.</summary>
    public const int Strongest = 1_000;

    /// <summary>Whether there are more than are listed.</summary>
    /// <param name="pairs">Number of pairs.</param>
    public static bool Are(double pairs) => pairs > Listed;
}
