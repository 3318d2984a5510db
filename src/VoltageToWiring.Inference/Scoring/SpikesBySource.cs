namespace VoltageToWiring.Inference.Scoring;

/// <summary>Where in a list the spikes of each train are. Used again for one list after another.</summary>
/// <param name="sources">Number of trains.</param>
internal sealed class SpikesBySource(int sources)
{
    private readonly int[] _firstOf = new int[sources + 1];
    private int[] _places = [];

    /// <summary>Where a train's spikes are, ascending.</summary>
    public ReadOnlySpan<int> this[int source] => _places.AsSpan(_firstOf[source].._firstOf[source + 1]);

    /// <summary>Takes a list.</summary>
    public void Sort(ReadOnlySpan<(long Frame, int Source)> spikes)
    {
        if (_places.Length < spikes.Length)
            _places = new int[2 * spikes.Length];
        Array.Clear(_firstOf);
        foreach ((_, int source) in spikes)
            _firstOf[source + 1]++;
        for (int source = 0; source < sources; source++)
            _firstOf[source + 1] += _firstOf[source];
        for (int at = spikes.Length - 1; at >= 0; at--)
            _places[--_firstOf[spikes[at].Source + 1]] = at;
        // Each count has gone down to where its train begins: one place to the right of where it belongs.
        _firstOf.AsSpan(1).CopyTo(_firstOf);
        _firstOf[sources] = spikes.Length;
    }
}
