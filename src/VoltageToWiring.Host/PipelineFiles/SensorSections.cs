namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>How late an indicator follows the voltage.</summary>
public sealed record IndicatorSection
{
    /// <summary>Rise.</summary>
    [Key("rise time constant", Min = 0, AboveMin = true, Max = 1, Limits = "above 0 and at most 1 s")]
    [Measures(Dimension.Time)]
    public required Quantity Rise { get; init; }

    /// <summary>Decay.</summary>
    [Key("decay time constant", Min = 0, AboveMin = true, Max = 10, Limits = "above 0 and at most 10 s")]
    [Measures(Dimension.Time)]
    public required Quantity Decay { get; init; }
}

/// <summary>Bleaching.</summary>
public sealed record BleachingSection
{
    /// <summary>Time constant.</summary>
    [Key("time constant with which the indicator loses its light", Min = 1, Max = 3.6e6, Limits = "1 s to 1000 h")]
    [Measures(Dimension.Time)]
    public Quantity Tau { get; init; } = new("10 min", 600m);
}

/// <summary>A baseline that wanders.</summary>
public sealed record DriftSection
{
    /// <summary>Standard deviation.</summary>
    [Key("standard deviation", Min = 0, AboveMin = true, Max = 10, Limits = "above 0 and at most 10 V")]
    [Measures(Dimension.Voltage)]
    public required Quantity Sd { get; init; }

    /// <summary>Time constant.</summary>
    [Key("time constant, of an Ornstein-Uhlenbeck process for each target", Min = 0.1, Max = 3.6e6, Limits = "100 ms to 1000 h")]
    [Measures(Dimension.Time)]
    public Quantity Tau { get; init; } = new("30 s", 30m);
}

/// <summary>Which noise a camera has.</summary>
public enum NoiseSetting
{
    /// <summary>The same always.</summary>
    White,

    /// <summary>That of photons.</summary>
    Shot,
}

/// <summary>How recorded trains differ from the true ones.</summary>
public sealed record SpikeErrorsSection
{
    /// <summary>Missed.</summary>
    [Key("fraction of the spikes that is missed", Min = 0, Max = 1, BelowMax = true, Limits = "0 to below 1")]
    public double Missed { get; init; }

    /// <summary>False ones.</summary>
    [Key("rate of spikes in each train that are none, at random times", Min = 0, Max = 1e4, Limits = "0 to 10 kHz")]
    [Measures(Dimension.Frequency)]
    public Quantity FalseRate { get; init; } = new("0 Hz", 0m);
}

/// <summary>Which way depolarization moves the samples of an indicator.</summary>
public enum IndicatorPolarity
{
    /// <summary>Up.</summary>
    Positive,

    /// <summary>Down.</summary>
    Negative,
}
