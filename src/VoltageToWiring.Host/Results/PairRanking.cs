namespace VoltageToWiring.Host.Results;

/// <summary>Finds the first few of many pairs without sorting them all.</summary>
/// <param name="count">How many are kept, at least one.</param>
public sealed class PairRanking(int count)
{
    private static readonly Comparer<(double, double, int)> LastFirst = Comparer<(double, double, int)>.Create((x, y) => y.CompareTo(x));

    // The last of those kept is on top: whoever comes before it takes its place.
    private readonly PriorityQueue<int, (double, double, int)> _kept = new(LastFirst);

    /// <summary>Takes note of a pair. Smaller keys come first, then smaller ones of the second kind, then lower indices.</summary>
    /// <param name="pair">Its index.</param>
    /// <param name="key">The key; not NaN.</param>
    /// <param name="second">The second key; not NaN.</param>
    public void Add(int pair, double key, double second = 0)
    {
        (double, double, int) place = (key, second, pair);
        if (_kept.Count < count)
            _kept.Enqueue(pair, place);
        else if (_kept.TryPeek(out _, out (double, double, int) last) && place.CompareTo(last) < 0)
            _kept.DequeueEnqueue(pair, place);
    }

    /// <summary>The pairs that are kept, the first one first; afterwards there are none.</summary>
    public int[] TakeAll()
    {
        var pairs = new int[_kept.Count];
        for (int at = pairs.Length - 1; at >= 0; at--)
            pairs[at] = _kept.Dequeue();
        return pairs;
    }
}
