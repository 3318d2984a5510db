namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>What the samples and spikes of a recording mean that was not simulated; applied before any inference.</summary>
public abstract record StreamSection
{
    /// <summary>Unit.</summary>
    [Key("unit of the samples, such as mV or ΔF/F, in place of what the recording states")]
    public string? Unit { get; init; }

    /// <summary>Polarity.</summary>
    [Key("stated: as the recording says; positive: depolarization makes samples larger; negative: smaller, and they are turned over")]
    public PolaritySetting Polarity { get; init; }

    /// <summary>Volts per unit.</summary>
    [Key("volts of one unit; amplitudes are in volts then. Default: they stay in the unit of the samples", Min = 0, AboveMin = true, Max = 1e12, Limits = "above 0")]
    public double? VoltsPerUnit { get; init; }

    /// <summary>Spike height.</summary>
    [Key("how high a spike is in the samples, for amplitudes in % of spike height. Default: nobody knows")]
    public AmplitudeSetting? SpikeHeight { get; init; }

    /// <summary>A movie.</summary>
    [Key("how traces are made of a movie; with it, frames of pixels are expected in place of traces")]
    public MovieSection? Movie { get; init; }

    /// <summary>Spike offset.</summary>
    [Key("how much later than stated spikes were; negative for earlier. Corrects a fixed lag between devices, in whole ticks of the spike clock", Min = -3600, Max = 3600, Limits = "-1 h to 1 h")]
    [Measures(Dimension.Time)]
    public Quantity SpikeOffset { get; init; } = new("0 ms", 0m);
}

/// <summary>Which way samples go when a neuron depolarizes.</summary>
public enum PolaritySetting
{
    /// <summary>As the recording states.</summary>
    Stated,

    /// <summary>Up.</summary>
    Positive,

    /// <summary>Down.</summary>
    Negative,
}
