namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>A recurrent network.</summary>
public sealed record NetworkSection
{
    /// <summary>Neurons.</summary>
    [Key("number of neurons; each is a source and a target", Min = 2, Max = 7000, Limits = "2 to 7000")]
    public int Neurons { get; init; } = 50;

    /// <summary>Inhibitory.</summary>
    [Key("fraction of the neurons that is inhibitory, rounded half to even; these come first", Min = 0, Max = 1, Limits = "0 to 1")]
    public double Inhibitory { get; init; } = 0.2;

    /// <summary>Connected.</summary>
    [Key("probability that a neuron reaches another one; none reaches itself", Min = 0, Max = 1, Limits = "0 to 1")]
    public double Connected { get; init; } = 0.1;

    /// <summary>Sigma of strengths.</summary>
    [Key("standard deviation of ln(strength); the means are synapses.excitatory.strength and synapses.inhibitory.strength", Min = 0, Max = 3, Limits = "0 to 3")]
    public double StrengthSigma { get; init; } = 0.7;

    /// <summary>Shortest delay.</summary>
    [Key("shortest delay of a synapse; a whole number of timesteps, at least one", Min = 0, AboveMin = true, Max = 1, Limits = "above 0 and at most 1 s")]
    [Measures(Dimension.Time)]
    public Quantity ShortestDelay { get; init; } = new("0.5 ms", 0.0005m);

    /// <summary>Longest delay.</summary>
    [Key("longest delay of a synapse; all from the shortest on are equally likely", Min = 0, AboveMin = true, Max = 1, Limits = "at least the shortest and at most 1 s")]
    [Measures(Dimension.Time)]
    public Quantity LongestDelay { get; init; } = new("3 ms", 0.003m);

    /// <summary>Rates.</summary>
    [Key("rate at which each neuron is to fire: a list, or { lognormal: … }. What others in the network are thought to give is taken into account")]
    public RatesSection Rates { get; init; } = new() { Lognormal = new LogNormalSection { Mean = new("4 Hz", 4m), Sigma = 1 } };

    /// <summary>Background.</summary>
    [Key("Poisson input that each neuron gets from outside and nobody records; its strength makes the neuron fire at its rate")]
    public BackgroundSection Background { get; init; } = new();
}

/// <summary>What drives a network from outside.</summary>
public sealed record BackgroundSection
{
    /// <summary>Rate.</summary>
    [Key("spikes per second onto a neuron", Min = 0, AboveMin = true, Max = 1e5, Limits = "above 0 and at most one spike per timestep")]
    [Measures(Dimension.Frequency)]
    public Quantity Rate { get; init; } = new("500 Hz", 500m);

    /// <summary>Inhibitory.</summary>
    [Key("fraction of them that is inhibitory, at synapses four times as strong", Min = 0, Max = 1, BelowMax = true, Limits = "0 to below 1")]
    public double Inhibitory { get; init; } = 0.1;
}
