using System.Globalization;
using VoltageToWiring.Streaming.Pacing;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>How fast a simulated recording runs.</summary>
/// <param name="Pace">The pace.</param>
public sealed record PaceSetting(Pace Pace) : ITextSetting<PaceSetting>
{
    /// <summary>As fast as possible.</summary>
    public static PaceSetting Max { get; } = new(Pace.Max);

    /// <inheritdoc/>
    public static string Allowed => "max, realtime, or a multiple of real time such as 4x";

    /// <inheritdoc/>
    public static string Pattern => "^(max|realtime|[0-9.]+x)$";

    /// <inheritdoc/>
    public string Text => Pace.ToString();

    /// <inheritdoc/>
    public static PaceSetting? FromText(string text) => text switch
    {
        "max" => Max,
        "realtime" => new(Pace.RealTime),
        [.. var number, 'x'] when double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double speed)
            && speed is >= 1e-3 and <= 1e6 => new(new Pace(speed)),
        _ => null,
    };
}

/// <summary>How many threads share the work.</summary>
/// <param name="Count">How many; null for as many as there are processors.</param>
public sealed record WorkersSetting(int? Count) : ITextSetting<WorkersSetting>
{
    /// <summary>As many as there are processors.</summary>
    public static WorkersSetting Auto { get; } = new((int?)null);

    /// <inheritdoc/>
    public static string Allowed => "auto, or a number from 1 to 1024";

    /// <inheritdoc/>
    public static string Pattern => "^(auto|[0-9]+)$";

    /// <inheritdoc/>
    public string Text => Count?.ToString(CultureInfo.InvariantCulture) ?? "auto";

    /// <summary>The number of threads on this machine.</summary>
    public int OnThisMachine => Count ?? Environment.ProcessorCount;

    /// <inheritdoc/>
    public static WorkersSetting? FromText(string text)
        => text == "auto" ? Auto
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= 1024 ? new(count)
            : null;
}

/// <summary>When a run stops.</summary>
/// <param name="Time">After this much recording; null at its end.</param>
/// <param name="IsDecided">As soon as every pair is decided, at the latest at the recording's end.</param>
public sealed record UntilSetting(Quantity? Time, bool IsDecided = false) : ITextSetting<UntilSetting>
{
    /// <summary>At the end of the recording.</summary>
    public static UntilSetting End { get; } = new((Quantity?)null);

    /// <summary>As soon as every pair is decided.</summary>
    public static UntilSetting Decided { get; } = new(null, IsDecided: true);

    /// <inheritdoc/>
    public static string Allowed => "end, decided (every pair; with inference.online), or a time such as 60 s, at most 1000 h";

    /// <inheritdoc/>
    public static string Pattern => @"^(end|decided|[0-9.eE+-]+ ?(s|ms|us|µs|min|h))$";

    /// <inheritdoc/>
    public string Text => Time?.Text ?? (IsDecided ? "decided" : "end");

    /// <inheritdoc/>
    public static UntilSetting? FromText(string text)
        => text == "end" ? End
            : text == "decided" ? Decided
            : Quantity.TryParse(text, Dimension.Time, out Quantity time, out _) && time.ExactSi is > 0 and <= 3_600_000m ? new(time)
            : null;
}

/// <summary>Who is connected to whom.</summary>
/// <param name="Text">first, random, or a file.</param>
public sealed record WiringSetting(string Text) : ITextSetting<WiringSetting>
{
    /// <summary>The reference's wiring.</summary>
    public static WiringSetting First { get; } = new("first");

    /// <inheritdoc/>
    public static string Allowed
        => "first (inhibitory trains first, of each kind the first ones connected), random (drawn for each target), "
            + "or a .csv file with the columns source,target,kind,strength,delay";

    /// <inheritdoc/>
    public static string Pattern => @"^(first|random|.+\.csv)$";

    /// <summary>The file, where it is one.</summary>
    public string? File => Text is "first" or "random" ? null : Text;

    /// <inheritdoc/>
    public static WiringSetting? FromText(string text)
        => text is "first" or "random" || text.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? new(text) : null;
}
