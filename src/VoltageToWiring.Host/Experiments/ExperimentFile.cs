using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Experiments;

/// <summary>An experiment file: a pipeline, and what varies from run to run.</summary>
internal sealed record ExperimentFile : IVariedFile
{
    /// <summary>Name of the experiment.</summary>
    [Key("name of the experiment; its results are in results/<name>")]
    public required string Name { get; init; }

    /// <summary>The pipeline.</summary>
    [Key("the pipeline that every cell begins with, relative to this file")]
    public required string Pipeline { get; init; }

    /// <summary>What is set in every cell.</summary>
    [Key("keys of the pipeline that are set in every cell, as --set does")]
    public FixedKeys Set { get; init; } = FixedKeys.None;

    /// <summary>What varies.</summary>
    [Key("keys of the pipeline that vary, every value with every other; the last one fastest")]
    public GridKeys Grid { get; init; } = GridKeys.None;

    /// <summary>What varies together.</summary>
    [Key("keys that move together: their first values, then their second values, …; crossed with the grid")]
    public ZippedKeys Zip { get; init; } = ZippedKeys.None;

    /// <summary>What is summarized.</summary>
    [Key("statistics over the cells, in summary.csv")]
    public SummarySection Summary { get; init; } = new();

    /// <summary>Figures of the report.</summary>
    [Key("figures of the report")]
    public FigureList Figures { get; init; } = FigureList.None;

    /// <summary>What is kept of each cell.</summary>
    [Key("what is kept of each cell beside its results: timeline (every connection at every report), averages (of every pair). Default: both")]
    public KeptFiles Keep { get; init; } = KeptFiles.All;
}

/// <summary>Statistics over the cells.</summary>
internal sealed record SummarySection
{
    /// <summary>Fields.</summary>
    [Key("fields of runs.csv, such as evaluation.sta.fpr; default: every field that holds figures")]
    public NameList Of { get; init; } = NameList.None;

    /// <summary>Groups.</summary>
    [Key("keys whose values make the groups; default: every key that varies, but seed")]
    public NameList? By { get; init; }
}
