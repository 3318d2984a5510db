using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Studies;

/// <summary>One cell of a study: a pipeline and its load.</summary>
public sealed record StudyCell
{
    /// <summary>Its place among the cells, from 1; 0 for a trial of a search.</summary>
    public required int Number { get; init; }

    /// <summary>The values of the keys that vary, in their order.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>The same for a reader, such as <c>batch 1 ms, workers 2</c>.</summary>
    public required string Description { get; init; }

    /// <summary>The pipeline; its recording is the stretch that is played.</summary>
    public required LoadedPipeline Pipeline { get; init; }

    /// <summary>How it is loaded.</summary>
    public required LoadSection Load { get; init; }

    /// <summary>Recording that its runs play in all, s.</summary>
    public double Seconds => Load.Repeats * (Load.WarmUp.Si + Load.Duration.Si);
}
