using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Calibration;

/// <summary>How long the recording is that true amplitudes are taken from.</summary>
/// <param name="Time">Its length; null where there is none.</param>
public sealed record TruthLength(Quantity? Time) : ITextSetting<TruthLength>
{
    /// <summary>Long enough that its own error hardly counts beside that of recordings of some minutes.</summary>
    public static TruthLength Default { get; } = new(new Quantity("10 h", 36_000m));

    /// <inheritdoc/>
    public static string Allowed => "none, or a time such as 10 h, at most 1000 h";

    /// <inheritdoc/>
    public static string Pattern => "^(none|[0-9.eE+-]+ ?(s|ms|us|µs|min|h))$";

    /// <inheritdoc/>
    public string Text => Time?.Text ?? "none";

    /// <inheritdoc/>
    public static TruthLength? FromText(string text)
        => text == "none" ? new((Quantity?)null)
            : Quantity.TryParse(text, Dimension.Time, out Quantity time, out _) && time.ExactSi is > 0 and <= 3_600_000m ? new(time)
            : null;
}
