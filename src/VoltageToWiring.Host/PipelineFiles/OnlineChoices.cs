namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>How a spike's effect is measured online.</summary>
public enum OnlineScore
{
    /// <summary>The other recorded inputs are predicted and removed.</summary>
    Joint,

    /// <summary>Each pair by itself.</summary>
    Pairwise,

    /// <summary>Height of the spike-triggered average.</summary>
    Sta,

    /// <summary>Joint decides, pairwise stands beside it.</summary>
    Both,
}

/// <summary>How online surrogates are made.</summary>
public enum OnlineScheme
{
    /// <summary>Each train's own statistics choose.</summary>
    Auto,

    /// <summary>Intervals permuted within blocks.</summary>
    Blocks,

    /// <summary>Bursts and single spikes moved within windows.</summary>
    Jitter,
}

/// <summary>What the error level bounds.</summary>
public enum OnlineCorrection
{
    /// <summary>The false discovery rate.</summary>
    EBh,

    /// <summary>The chance of any false connection.</summary>
    FamilyWise,

    /// <summary>The chance for each pair.</summary>
    None,
}
