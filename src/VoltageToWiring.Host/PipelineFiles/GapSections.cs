namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>When the camera gives no frames.</summary>
/// <param name="Gaps">One after the other.</param>
public sealed record GapsSetting(IReadOnlyList<GapSection> Gaps)
{
    /// <summary>A camera that gives every frame.</summary>
    public static GapsSetting None { get; } = new([]);

    /// <summary>What may be written.</summary>
    public static string Allowed => "a list such as [{ at: 10 s, for: 2 s }], in whole frames, ascending, not overlapping, within the recording; [] for none";
}

/// <summary>One time in which the camera gives no frames.</summary>
public sealed record GapSection
{
    /// <summary>Start.</summary>
    [Key("where it begins; a whole number of frames", Min = 0, Max = 3.6e6, Limits = "within the recording")]
    [Measures(Dimension.Time)]
    public required Quantity At { get; init; }

    /// <summary>Length.</summary>
    [Key("how long it lasts; a whole number of frames", Min = 0, AboveMin = true, Max = 3.6e6, Limits = "above 0 and within the recording")]
    [Measures(Dimension.Time)]
    public required Quantity For { get; init; }
}
