using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Studies;

/// <summary>A study file: a pipeline, how it is loaded, and what varies from cell to cell.</summary>
internal sealed record StudyFile : IVariedFile
{
    /// <summary>Name of the study.</summary>
    [Key("name of the study; its results are in results/<name>")]
    public required string Name { get; init; }

    /// <summary>The pipeline.</summary>
    [Key("the pipeline that every cell begins with, relative to this file; its simulated recording is made beforehand and then played as a rig would send it")]
    public required string Pipeline { get; init; }

    /// <summary>What is set in every cell.</summary>
    [Key("keys of the pipeline that are set in every cell, as --set does")]
    public StudyFixedKeys Set { get; init; } = StudyFixedKeys.Nothing;

    /// <summary>The load.</summary>
    [Key("how the pipeline is loaded and for how long")]
    public LoadSection Load { get; init; } = new();

    /// <summary>What varies.</summary>
    [Key("keys of the pipeline, or of load as load.source, that vary, every value with every other; the last one fastest")]
    public StudyGridKeys Grid { get; init; } = StudyGridKeys.Nothing;

    /// <summary>What varies together.</summary>
    [Key("keys that move together: their first values, then their second values, …; crossed with the grid")]
    public StudyZippedKeys Zip { get; init; } = StudyZippedKeys.Nothing;

    /// <summary>What is searched.</summary>
    [Key("the largest values with which this machine keeps a deadline: none, or a list of searches")]
    public CapacityList Capacity { get; init; } = CapacityList.None;

    FixedKeys IVariedFile.Set => Set;

    GridKeys IVariedFile.Grid => Grid;

    ZippedKeys IVariedFile.Zip => Zip;

    KeySpace IVariedFile.Space => StudyKeys.Space;
}

/// <summary>How a pipeline is loaded.</summary>
public sealed record LoadSection
{
    /// <summary>Where frames come from.</summary>
    [Key("where frames come from: in-process, or a sender in a process of its own over loopback")]
    public LoadSource Source { get; init; }

    /// <summary>The garbage collector.</summary>
    [Key("the garbage collector of the measured process: workstation as it ships, concurrent, or server")]
    public CollectorMode Collector { get; init; }

    /// <summary>Warm-up.</summary>
    [Key("recording before counting begins", Min = 0, Max = 3600, Limits = "0 to 1 h")]
    [Measures(Dimension.Time)]
    public Quantity WarmUp { get; init; } = new("3 s", 3m);

    /// <summary>Duration.</summary>
    [Key("recording during which is counted, for each repeat", Min = 0, AboveMin = true, Max = 360_000, Limits = "above 0 and at most 100 h")]
    [Measures(Dimension.Time)]
    public Quantity Duration { get; init; } = new("10 s", 10m);

    /// <summary>Repeats.</summary>
    [Key("runs of each cell, each in a process of its own", Min = 1, Max = 100, Limits = "1 to 100")]
    public int Repeats { get; init; } = 1;

    /// <summary>Stretch.</summary>
    [Key("recording that is simulated beforehand and played over and over", Min = 0, AboveMin = true, Max = 3600, Limits = "above 0 and at most 1 h")]
    [Measures(Dimension.Time)]
    public Quantity Stretch { get; init; } = new("5 s", 5m);

    /// <summary>A slowed stage.</summary>
    [Key("a stage that is made slower, to see whether the study finds it", OrNone = true)]
    public SlowedSection? Slowed { get; init; }
}

/// <summary>Where frames of a study come from.</summary>
public enum LoadSource
{
    /// <summary>The same process.</summary>
    InProcess,

    /// <summary>A sender, over TCP.</summary>
    Tcp,

    /// <summary>A sender, over ZeroMQ.</summary>
    Zeromq,
}

/// <summary>How the garbage collector of a measured process works.</summary>
public enum CollectorMode
{
    /// <summary>As the program ships: one heap, collected while all threads wait.</summary>
    Workstation,

    /// <summary>One heap, collected beside the program where that is possible.</summary>
    Concurrent,

    /// <summary>A heap for each processor.</summary>
    Server,
}

/// <summary>A stage that is made slower.</summary>
public sealed record SlowedSection
{
    /// <summary>The stage.</summary>
    [Key("name of the stage, such as sta or significance")]
    public required string Stage { get; init; }

    /// <summary>By how much.</summary>
    [Key("how much longer it takes for each item", Min = 0, Max = 10, Limits = "0 to 10 s")]
    [Measures(Dimension.Time)]
    public required Quantity By { get; init; }
}
