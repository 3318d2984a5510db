namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>How the rates of all trains go up and down together.</summary>
public sealed record ModulationSection
{
    /// <summary>Standard deviation.</summary>
    [Key("standard deviation of ln m, where m multiplies all rates and has the mean 1", Min = 0, AboveMin = true, Max = 2, Limits = "above 0 and at most 2")]
    public required double Sd { get; init; }

    /// <summary>Time constant.</summary>
    [Key("time constant of ln m, an Ornstein-Uhlenbeck process", Min = 0.01, Max = 3600, Limits = "10 ms to 1 h")]
    [Measures(Dimension.Time)]
    public required Quantity Tau { get; init; }
}

/// <summary>Further trains that share spikes with a drawn one.</summary>
public sealed record CopiesSection
{
    /// <summary>Original.</summary>
    [Key("the drawn train that is copied; trains are numbered from 0", Min = 0, Max = 99_999, Limits = "0 to below trains.count")]
    public required int Of { get; init; }

    /// <summary>Fraction.</summary>
    [Key("probability that a spike of that train is copied; own spikes make up for the rest of the rate", Min = 0, Max = 1, Limits = "0 to 1")]
    public required double Fraction { get; init; }

    /// <summary>Count.</summary>
    [Key("number of copies", Min = 1, Max = 100_000, Limits = "1 to 100000")]
    public int Count { get; init; } = 1;
}
