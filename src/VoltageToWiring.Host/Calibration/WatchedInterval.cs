using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Calibration;

/// <summary>An interval that was looked at in every report.</summary>
/// <param name="AtEnd">The last one; null where there was none.</param>
/// <param name="InAll">What lies in every one of them, empty where its ends are crossed; null where there was none.</param>
public readonly record struct WatchedInterval(Interval? AtEnd, Interval? InAll)
{
    /// <summary>The same after one more look.</summary>
    /// <param name="seen">What was seen; null for nothing.</param>
    public WatchedInterval And(Interval? seen) => seen is not { } now
        ? this with { AtEnd = null }
        : new WatchedInterval(
            now, InAll is { } before ? new Interval(Math.Max(before.Low, now.Low), Math.Min(before.High, now.High)) : now);

    /// <summary>Whether the last interval covers a value; null where there is no interval or no value.</summary>
    /// <param name="value">The value.</param>
    public bool? CoversAtEnd(double? value) => Covers(AtEnd, value);

    /// <summary>Whether every interval covered a value; null where there was no interval, or there is no value.</summary>
    /// <param name="value">The value.</param>
    public bool? CoveredAlways(double? value) => Covers(InAll, value);

    private static bool? Covers(Interval? interval, double? value)
        => interval is { } ends && value is { } inside ? ends.Low <= inside && inside <= ends.High : null;
}
