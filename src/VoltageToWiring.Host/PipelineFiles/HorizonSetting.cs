namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>How long the recording will be, where that is declared before it starts.</summary>
/// <param name="Time">The length; null where the recording may end at any time.</param>
public sealed record HorizonSetting(Quantity? Time) : ITextSetting<HorizonSetting>
{
    /// <summary>The recording may end at any time.</summary>
    public static HorizonSetting None { get; } = new((Quantity?)null);

    /// <inheritdoc/>
    public static string Allowed => "none, or a time such as 10 min, at most 1000 h";

    /// <inheritdoc/>
    public static string Pattern => "^(none|[0-9.eE+-]+ ?(s|ms|us|µs|min|h))$";

    /// <inheritdoc/>
    public string Text => Time?.Text ?? "none";

    /// <inheritdoc/>
    public static HorizonSetting? FromText(string text)
        => text == "none" ? None
            : Quantity.TryParse(text, Dimension.Time, out Quantity time, out _) && time.ExactSi is > 0 and <= 3_600_000m ? new(time)
            : null;
}
