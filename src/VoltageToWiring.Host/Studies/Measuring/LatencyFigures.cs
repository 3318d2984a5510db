using HdrHistogram;

namespace VoltageToWiring.Host.Studies.Measuring;

/// <summary>What a histogram of durations says, each in seconds.</summary>
/// <param name="Count">How many were counted.</param>
/// <param name="MeanS">Their mean.</param>
/// <param name="P50S">Half of them were no longer.</param>
/// <param name="P90S">Nine of ten were no longer.</param>
/// <param name="P99S">99 of 100 were no longer.</param>
/// <param name="P999S">999 of 1,000 were no longer.</param>
/// <param name="P9999S">9,999 of 10,000 were no longer.</param>
/// <param name="MaxS">The longest.</param>
public sealed record LatencyFigures(
    long Count, double MeanS, double P50S, double P90S, double P99S, double P999S, double P9999S, double MaxS)
{
    private const double Nanosecond = 1e-9;

    /// <summary>Nothing was counted.</summary>
    public static LatencyFigures None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Reads a histogram of nanoseconds.</summary>
    /// <param name="counts">The histogram.</param>
    public static LatencyFigures Of(HistogramBase counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.TotalCount == 0)
            return None;
        double At(double percent) => counts.GetValueAtPercentile(percent) * Nanosecond;
        return new LatencyFigures(
            counts.TotalCount, counts.GetMean() * Nanosecond, At(50), At(90), At(99), At(99.9), At(99.99), counts.GetMaxValue() * Nanosecond);
    }

    /// <summary>The duration that a share of all did not exceed, of those that are kept here.</summary>
    /// <param name="percent">50, 90, 99, 99.9, 99.99 or 100.</param>
    public double At(double percent) => percent switch
    {
        50 => P50S,
        90 => P90S,
        99 => P99S,
        99.9 => P999S,
        99.99 => P9999S,
        100 => MaxS,
        _ => throw new ArgumentOutOfRangeException(nameof(percent), percent, "Kept are 50, 90, 99, 99.9, 99.99 and 100."),
    };
}
