using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Host.Results;

/// <summary>
/// A row of the table of connections: what one score says of one pair. What the online score of the averages says stands in the row of the
/// averages.
/// </summary>
/// <param name="Pair">The pair.</param>
/// <param name="Average">Its average; null in the rows of other scores.</param>
/// <param name="Online">What the online score says; null in the row of an average that is none.</param>
/// <param name="Truth">The wiring; null where nobody knows it.</param>
internal readonly record struct ConnectionRow(ConnectionEstimate Pair, ConnectionEstimate? Average, OnlineEstimate? Online, Wiring? Truth)
{
    /// <summary>joint, pairwise or sta.</summary>
    public string Score => OnlineNames.Of(Average is null && Online is not null ? Online.Score : ConnectionScore.Sta);

    /// <summary>Spikes that the score used.</summary>
    public long SpikesUsed => Average is null && Online is not null ? Online.SpikesUsed : Pair.SpikesUsed;

    /// <summary>All rows, pair by pair.</summary>
    /// <param name="estimates">The pairs.</param>
    /// <param name="truth">The wiring; null where nobody knows it.</param>
    public static IEnumerable<ConnectionRow> Of(IReadOnlyList<ConnectionEstimate> estimates, Wiring? truth)
    {
        foreach (ConnectionEstimate pair in estimates)
        {
            OnlineEstimate? sta = null;
            foreach (OnlineEstimate online in pair.Online)
                sta = online.Score == ConnectionScore.Sta ? online : sta;
            yield return new ConnectionRow(pair, pair, sta, truth);
            foreach (OnlineEstimate online in pair.Online)
            {
                if (online != sta)
                    yield return new ConnectionRow(pair, null, online, truth);
            }
        }
    }
}
