using System.Globalization;

namespace VoltageToWiring.Streaming.Pacing;

/// <summary>How fast a source that could go at any speed is to go.</summary>
/// <param name="Speed">Seconds of recording in a second of wall time; null for as fast as possible.</param>
public readonly record struct Pace(double? Speed)
{
    /// <summary>As fast as possible.</summary>
    public static Pace Max { get; } = new(null);

    /// <summary>One second of recording in one second.</summary>
    public static Pace RealTime { get; } = new(1.0);

    /// <inheritdoc/>
    public override string ToString() => Speed switch
    {
        null => "max",
        1.0 => "realtime",
        { } speed => speed.ToString(CultureInfo.InvariantCulture) + "x",
    };
}
