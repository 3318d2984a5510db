using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Results;

/// <summary>Counts what the averages say, pair by pair.</summary>
internal sealed class StaSummary
{
    private readonly Values _heights = new();
    private int _tested;
    private int _atFivePercent;

    public void Add(ConnectionEstimate estimate)
    {
        _heights.Add(estimate.Height);
        if (estimate.OneLook is not { } test)
            return;
        _tested++;
        _atFivePercent += test.ReferenceP <= StaEvaluation.ReferenceThreshold ? 1 : 0;
    }

    public StaSummaryJson ToJson() => new(_heights.Count, _tested, _tested == 0 ? null : _atFivePercent, _heights.Median());
}
