namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Where spikes come from.</summary>
public enum SpikesSetting
{
    /// <summary>From the source, beside the traces.</summary>
    FromSource,

    /// <summary>From the traces themselves.</summary>
    Detect,
}

/// <summary>What is done to traces before anything is inferred from them.</summary>
public sealed record TracesSection
{
    /// <summary>Detrending.</summary>
    [Key("time constant of the baseline that is subtracted, from the past alone: bleaching and drift go, what is much faster stays")]
    public DetrendSetting Detrend { get; init; } = DetrendSetting.None;
}

/// <summary>The time constant of a baseline.</summary>
/// <param name="Time">The time constant; null for no baseline.</param>
public sealed record DetrendSetting(Quantity? Time) : ITextSetting<DetrendSetting>
{
    /// <summary>Nothing is subtracted.</summary>
    public static DetrendSetting None { get; } = new((Quantity?)null);

    /// <inheritdoc/>
    public static string Allowed => "none, or a time such as 2 s, 50 ms to 1 h";

    /// <inheritdoc/>
    public static string Pattern => @"^(none|[0-9.eE+-]+ ?(s|ms|us|µs|min|h))$";

    /// <inheritdoc/>
    public string Text => Time?.Text ?? "none";

    /// <inheritdoc/>
    public static DetrendSetting? FromText(string text)
        => text == "none" ? None
            : Quantity.TryParse(text, Dimension.Time, out Quantity time, out _) && time.ExactSi is >= 0.05m and <= 3600m ? new(time)
            : null;
}

/// <summary>How spikes are found in traces.</summary>
public sealed record DetectionSection
{
    /// <summary>Template.</summary>
    [Key("waveform of a spike that traces are compared with")]
    public TemplateSetting Template { get; init; } = TemplateSetting.Learned;

    /// <summary>Before.</summary>
    [Key("time of a learned template before the frame of the spike", Min = 0, Max = 0.1, Limits = "0 to 100 ms")]
    [Measures(Dimension.Time)]
    public Quantity Before { get; init; } = new("10 ms", 0.01m);

    /// <summary>After.</summary>
    [Key("time of a learned template after it; a spike is known so much later", Min = 0, Max = 0.1, Limits = "0 to 100 ms")]
    [Measures(Dimension.Time)]
    public Quantity After { get; init; } = new("5 ms", 0.005m);

    /// <summary>Threshold.</summary>
    [Key("the least threshold, in standard deviations of the noise behind the matched filter; above it the threshold follows the height of each neuron's spikes", Min = 0, AboveMin = true, Max = 1000, Limits = "above 0 and at most 1000")]
    public double Threshold { get; init; } = 2.6;

    /// <summary>Refractory.</summary>
    [Key("of spikes of one neuron nearer to each other the larger counts; a spike is known so much later", Min = 0, AboveMin = true, Max = 0.1, Limits = "above 0 and at most 100 ms, and at least one frame")]
    [Measures(Dimension.Time)]
    public Quantity Refractory { get; init; } = new("3 ms", 0.003m);
}

/// <summary>The waveform of a spike.</summary>
/// <param name="Text">learned, or a file.</param>
public sealed record TemplateSetting(string Text) : ITextSetting<TemplateSetting>
{
    /// <summary>Learned from the spikes that are found.</summary>
    public static TemplateSetting Learned { get; } = new("learned");

    /// <inheritdoc/>
    public static string Allowed
        => "learned (from each neuron's own spikes, as they are found), or a .npy file with one value for each frame, in any unit, the largest at the spike";

    /// <inheritdoc/>
    public static string Pattern => @"^(learned|.+\.npy)$";

    /// <summary>The file, where it is one.</summary>
    public string? File => Text == "learned" ? null : Text;

    /// <inheritdoc/>
    public static TemplateSetting? FromText(string text)
        => text == "learned" || text.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? new(text) : null;
}
