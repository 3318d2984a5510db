namespace VoltageToWiring.Streaming.Recordings;

/// <summary>
/// The possible connections of a recording and their order: all sources of target 0, then of target 1, …. Where sources and targets are the
/// same neurons, the pair of a neuron and itself is none of them.
/// </summary>
/// <param name="Sources">Number of sources.</param>
/// <param name="Targets">Number of targets.</param>
/// <param name="SourcesAreTargets">Whether source n and target n are the same neuron.</param>
public readonly record struct PairLayout(int Sources, int Targets, bool SourcesAreTargets = false)
{
    /// <summary>Pairs of each target.</summary>
    public int OfEachTarget => SourcesAreTargets ? Sources - 1 : Sources;

    /// <summary>Number of pairs.</summary>
    public int Count => checked(OfEachTarget * Targets);

    /// <summary>Whether a source and a target are a possible connection.</summary>
    /// <param name="source">Index of the source.</param>
    /// <param name="target">Index of the target.</param>
    public bool Has(int source, int target) => !SourcesAreTargets || source != target;

    /// <summary>The index of a pair.</summary>
    /// <param name="source">Index of the source.</param>
    /// <param name="target">Index of the target; not the same neuron.</param>
    public int IndexOf(int source, int target)
        => target * OfEachTarget + source - (SourcesAreTargets && source > target ? 1 : 0);

    /// <summary>The pair with an index.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    public (int Source, int Target) Of(int index)
    {
        (int target, int source) = Math.DivRem(index, OfEachTarget);
        return (SourcesAreTargets && source >= target ? source + 1 : source, target);
    }
}
