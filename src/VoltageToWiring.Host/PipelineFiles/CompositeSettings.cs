namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Which stages have a link before them.</summary>
/// <param name="Stages">Their names; null for every stage.</param>
public sealed record LinkPlacesSetting(IReadOnlyList<string>? Stages)
{
    /// <summary>The stages that can have a link before them, in the order of the flow.</summary>
    public static IReadOnlyList<string> Known { get; } = ["synapses", "neurons", "imaging", "sta", "significance"];

    /// <summary>Those of them that every recording has.</summary>
    public static IReadOnlyList<string> Inference { get; } = ["sta", "significance"];

    /// <summary>A link before every stage.</summary>
    public static LinkPlacesSetting All { get; } = new((IReadOnlyList<string>?)null);

    /// <summary>What may be written.</summary>
    public static string Allowed => $"all, none, or a list of stages out of {string.Join(", ", Known)}";

    /// <summary>Whether a stage runs as a task of its own.</summary>
    /// <param name="stage">Name of the stage.</param>
    public bool HasLinkBefore(string stage) => Stages is null || Stages.Contains(stage);
}

/// <summary>Rates of the trains, one by one or as a distribution.</summary>
public sealed record RatesSection
{
    /// <summary>A rate for each train.</summary>
    public IReadOnlyList<Quantity>? Each { get; init; }

    /// <summary>A log-normal distribution.</summary>
    [Key("log-normal rates")]
    public LogNormalSection? Lognormal { get; init; }

    /// <summary>What may be written.</summary>
    public static string Allowed => "a list of frequencies, one for each train, or { lognormal: { mean: 4 Hz, sigma: 1 } }";
}

/// <summary>The postsynaptic neurons: a preset, and what differs from it.</summary>
public sealed record NeuronSection
{
    /// <summary>Preset.</summary>
    [Key("the preset that gives every parameter not written here")]
    public string Preset { get; init; } = "cortical-regular-spiking";

    /// <summary>C.</summary>
    [Key("membrane capacitance", Name = "C", Min = 0, AboveMin = true, Max = 1, Limits = "above 0 and at most 1 F")]
    [Measures(Dimension.Capacitance)]
    public Quantity? C { get; init; }

    /// <summary>k.</summary>
    [Key("steepness of the voltage parabola", Min = 0, AboveMin = true, Max = 1, Limits = "above 0 and at most 1 S/V")]
    [Measures(Dimension.ConductancePerVoltage)]
    public Quantity? K { get; init; }

    /// <summary>v_r.</summary>
    [Key("resting voltage", Name = "v_r", Min = -1, Max = 1, Limits = "-1 V to 1 V")]
    [Measures(Dimension.Voltage)]
    public Quantity? RestingVoltage { get; init; }

    /// <summary>v_t.</summary>
    [Key("instantaneous threshold voltage", Name = "v_t", Min = -1, Max = 1, Limits = "-1 V to 1 V")]
    [Measures(Dimension.Voltage)]
    public Quantity? ThresholdVoltage { get; init; }

    /// <summary>v_peak.</summary>
    [Key("cut-off of a spike; above v_r", Name = "v_peak", Min = -1, Max = 1, Limits = "-1 V to 1 V")]
    [Measures(Dimension.Voltage)]
    public Quantity? PeakVoltage { get; init; }

    /// <summary>a.</summary>
    [Key("rate of recovery", Min = 0, Max = 1e6, Limits = "0 to 1000 1/ms")]
    [Measures(Dimension.RateConstant)]
    public Quantity? A { get; init; }

    /// <summary>b.</summary>
    [Key("sensitivity of the recovery current to the voltage", Min = -1, Max = 1, Limits = "-1 S to 1 S")]
    [Measures(Dimension.Conductance)]
    public Quantity? B { get; init; }

    /// <summary>c.</summary>
    [Key("voltage after a spike; below v_peak", Name = "c", Min = -1, Max = 1, Limits = "-1 V to 1 V")]
    [Measures(Dimension.Voltage)]
    public Quantity? ResetVoltage { get; init; }

    /// <summary>d.</summary>
    [Key("jump of the recovery current at a spike", Min = -1, Max = 1, Limits = "-1 A to 1 A")]
    [Measures(Dimension.Current)]
    public Quantity? D { get; init; }

    /// <summary>Current.</summary>
    [Key("constant injected current; positive depolarizes. Default 0", Min = -1, Max = 1, Limits = "-1 A to 1 A")]
    [Measures(Dimension.Current)]
    public Quantity? Current { get; init; }
}
