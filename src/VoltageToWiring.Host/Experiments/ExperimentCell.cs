using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;

namespace VoltageToWiring.Host.Experiments;

/// <summary>One run of an experiment.</summary>
public sealed record ExperimentCell
{
    /// <summary>Its place among the cells, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The values of the keys that vary, in their order.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>The same for a reader, such as <c>inhibitory.strength 0.4 nS, seed 3</c>.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// What its results depend on, as a hash: the resolved pipeline, the contents of the files that it names, what is kept, and the build.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>What it takes.</summary>
    public required ResourceEstimate Needs { get; init; }

    /// <summary>Length of the recording, s.</summary>
    public required double Seconds { get; init; }

    /// <summary>What is set on top of the pipeline.</summary>
    public required IReadOnlyList<PipelineSetting> Settings { get; init; }
}
