namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>How traces are made of a movie.</summary>
public sealed record MovieSection
{
    /// <summary>Regions of interest.</summary>
    [Key("regions of interest, each a neuron: a label image (.tif, 0 for none), weights (.npy or .npz, regions × rows × columns) or a table (.csv with roi,x,y and perhaps weight)")]
    public string? Rois { get; init; }

    /// <summary>Background.</summary>
    [Key("what is subtracted from each region: the mean of the pixels around it, or of pixels that a file names", OrNone = true)]
    public MovieBackgroundSection? Background { get; init; }

    /// <summary>Spikes.</summary>
    [Key("table of spikes, .csv with train and time_s, for a movie in a file. Default: the one beside the movie, NAME.spikes.csv, where there is one")]
    public string? Spikes { get; init; }

    /// <summary>Where traces are made.</summary>
    [Key("here: before anything else; receiver: not here, so that v2w send sends pixels")]
    public TracesPlace Traces { get; init; }
}

/// <summary>Where traces are made of a movie.</summary>
public enum TracesPlace
{
    /// <summary>By the program that reads the pipeline.</summary>
    Here,

    /// <summary>By whoever receives the movie.</summary>
    Receiver,
}

/// <summary>The background of regions of interest.</summary>
public sealed record MovieBackgroundSection
{
    /// <summary>Inner radius.</summary>
    [Key("pixels at most so far from a region are not its background, in pixels", Min = 0, Max = 1000, Limits = "0 to 1000")]
    public double Inner { get; init; } = 2;

    /// <summary>Outer radius.</summary>
    [Key("pixels further away are not, in pixels; pixels of any region never are", Min = 0, AboveMin = true, Max = 1000, Limits = "above inner and at most 1000")]
    public double Outer { get; init; } = 6;

    /// <summary>Mask.</summary>
    [Key("in place of pixels around regions: a file as for rois, with one background for all regions or one for each, whose weighted mean is taken")]
    public string? Mask { get; init; }

    /// <summary>Coefficient.</summary>
    [Key("how much of the background is subtracted: trace = Σ weight · pixel − coefficient · Σ weight · background", Min = 0, Max = 2, Limits = "0 to 2")]
    public double Coefficient { get; init; } = 1;
}
