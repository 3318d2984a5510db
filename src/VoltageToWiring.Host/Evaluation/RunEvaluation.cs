using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Numerics.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Host.Evaluation;

/// <summary>How a run did against the truth.</summary>
/// <param name="Sta">The one-look test; null where nothing was tested.</param>
/// <param name="Online">Each online score, in their order; empty where none runs.</param>
public sealed record RunEvaluation(StaEvaluation? Sta, IReadOnlyList<OnlineEvaluation> Online)
{
    /// <summary>The detection of spikes; null where they came from the source.</summary>
    public DetectionEvaluation? Detection { get; init; }

    /// <summary>What is said where nobody knows the truth.</summary>
    public static RunEvaluation None { get; } = new(null, []);

    /// <summary>Judges some pairs that nobody has measured: the first time takes longer than all others, and is best spent while there is nothing else to do.</summary>
    public static void Prepare()
    {
        const int Pairs = 20;
        var truth = new Wiring([.. Enumerable.Repeat(NeuronKind.Excitatory, Pairs)], 1, [new Synapse(0, 0, NeuronKind.Excitatory, StrengthSiemens: 1e-9, DelaySteps: 0)]);
        Of([.. Enumerable.Range(0, Pairs).Select(Unmeasured)], truth);
    }

    /// <summary>Judges the last estimates of a run.</summary>
    /// <param name="result">The run.</param>
    public static RunEvaluation Of(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Truth is { } truth
            ? Of(result.Estimates?.Connections ?? [], truth) with { Detection = DetectionEvaluation.Of(result) }
            : None;
    }

    /// <summary>Judges estimates, in one pass over them.</summary>
    /// <param name="estimates">One for each pair, all with the same scores.</param>
    /// <param name="truth">The wiring.</param>
    public static RunEvaluation Of(IReadOnlyList<ConnectionEstimate> estimates, Wiring truth)
    {
        JudgedPairs pairs = JudgedPairs.From(estimates, truth);
        return new RunEvaluation(StaEvaluation.Judge(pairs), OnlineEvaluation.Judge(pairs));
    }

    private static ConnectionEstimate Unmeasured(int source) => new()
    {
        Source = source,
        Target = 0,
        SpikesUsed = 1,
        SpikesInGap = 0,
        SpikesPending = 0,
        Height = source,
        OneLook = PermutationTest.Rank(source, [1]),
        SignedRelativeHeight = source,
    };
}
