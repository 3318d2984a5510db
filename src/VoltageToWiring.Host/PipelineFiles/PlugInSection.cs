namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>A recording that a C# program plugs in, which says itself what it is like.</summary>
public sealed record PlugInSection
{
    /// <summary>Longest delay of spikes.</summary>
    [Key("how far samples may be ahead of word that their spikes are complete; beyond it the run fails", Min = 0, AboveMin = true, Max = 3600, Limits = "above 0 and at most 1 h")]
    [Measures(Dimension.Time)]
    public Quantity MaxSpikeDelay { get; init; } = new("1 s", 1m);

    /// <summary>Spike height.</summary>
    [Key("how high a spike is in the samples, for amplitudes in % of spike height. Default: nobody knows")]
    public AmplitudeSetting? SpikeHeight { get; init; }
}
