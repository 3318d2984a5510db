using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Host.Evaluation;

/// <summary>How a run did against the truth.</summary>
/// <param name="Sta">The one-look test; null where nothing was tested.</param>
/// <param name="Online">Each online score, in their order; empty where none runs.</param>
public sealed record RunEvaluation(StaEvaluation? Sta, IReadOnlyList<OnlineEvaluation> Online)
{
    /// <summary>What is said where nobody knows the truth.</summary>
    public static RunEvaluation None { get; } = new(null, []);

    /// <summary>Judges the last estimates of a run.</summary>
    /// <param name="result">The run.</param>
    public static RunEvaluation Of(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Truth is { } truth ? Of(result.Estimates?.Connections ?? [], truth) : None;
    }

    /// <summary>Judges estimates, in one pass over them.</summary>
    /// <param name="estimates">One for each pair, all with the same scores.</param>
    /// <param name="truth">The wiring.</param>
    public static RunEvaluation Of(IReadOnlyList<ConnectionEstimate> estimates, Wiring truth)
    {
        JudgedPairs pairs = JudgedPairs.From(estimates, truth);
        return new RunEvaluation(StaEvaluation.Judge(pairs), OnlineEvaluation.Judge(pairs));
    }
}
