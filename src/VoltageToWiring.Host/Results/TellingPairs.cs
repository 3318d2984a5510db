using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>
/// Which of many pairs are worth a row at a report: those that were decided, or whose decision was changed or taken back, since the report
/// before, and the strongest ones.
/// </summary>
internal sealed class TellingPairs
{
    // A byte for each pair: there may be millions.
    private byte[] _states = [];

    /// <summary>The pairs of the next report, ascending.</summary>
    public IReadOnlyList<int> Next(EstimateReport report)
    {
        int[] strongest = StrongestPairs.Of(report);
        Array.Sort(strongest);
        if (!report.Decides)
            return strongest;
        Array.Resize(ref _states, report.Connections.Count);
        var telling = new List<int>(strongest.Length);
        int next = 0;
        for (int pair = 0; pair < _states.Length; pair++)
        {
            ConnectionState state = report.StateOf(pair), before = (ConnectionState)_states[pair];
            _states[pair] = (byte)state;
            bool isStrong = next < strongest.Length && strongest[next] == pair;
            next += isStrong ? 1 : 0;
            if (isStrong || (state != before && (IsDecision(state) || IsDecision(before))))
                telling.Add(pair);
        }
        return telling;
    }

    private static bool IsDecision(ConnectionState state)
        => state is ConnectionState.Excitatory or ConnectionState.Inhibitory or ConnectionState.Absent;
}
