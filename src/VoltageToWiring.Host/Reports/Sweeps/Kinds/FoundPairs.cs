namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>How many of some pairs of one run were found by when.</summary>
internal sealed class FoundPairs
{
    private readonly double[] _times;
    private readonly int[] _found;

    private FoundPairs(int pairs, double[] times, int[] found)
    {
        Pairs = pairs;
        _times = times;
        _found = found;
    }

    /// <summary>How many pairs there are.</summary>
    public int Pairs { get; }

    /// <summary>When the number may change, s.</summary>
    public IEnumerable<double> ChangeSeconds => _times;

    /// <summary>Pairs that stay found.</summary>
    /// <param name="pairs">How many pairs there are.</param>
    /// <param name="foundSeconds">When each of those found was found, s.</param>
    public static FoundPairs ByTimes(int pairs, IReadOnlyList<double> foundSeconds)
    {
        double[] times = [.. foundSeconds.Order()];
        return new FoundPairs(pairs, times, [.. Enumerable.Range(1, times.Length)]);
    }

    /// <summary>Pairs whose p is at most a threshold.</summary>
    /// <param name="looks">p at every report.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="ever">Whether a pair stays found once it was; otherwise only while its p is so small.</param>
    public static FoundPairs ByP(OneLookTimeline looks, IReadOnlyList<(int Source, int Target)> pairs, double threshold, bool ever)
    {
        var found = new int[looks.TimesSeconds.Count];
        foreach ((int, int) pair in pairs)
        {
            bool isFound = false;
            IReadOnlyList<double> p = looks.P[pair];
            for (int i = 0; i < found.Length; i++)
            {
                isFound = p[i] <= threshold || ever && isFound;
                found[i] += isFound ? 1 : 0;
            }
        }
        return new FoundPairs(pairs.Count, [.. looks.TimesSeconds], found);
    }

    /// <summary>The fraction that was found by a time.</summary>
    /// <param name="seconds">The time, s.</param>
    public double FractionAt(double seconds)
    {
        int at = Array.BinarySearch(_times, seconds);
        if (at < 0)
            at = ~at - 1;
        while (at + 1 < _times.Length && _times[at + 1] <= seconds)
            at++;
        return at < 0 ? 0 : (double)_found[at] / Pairs;
    }
}
