using VoltageToWiring.Figures.Axes;

namespace VoltageToWiring.Figures.Charts;

/// <summary>Recording time along the lying axis, in the unit and on the scale that suit its length.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="UnitSeconds">The length of its unit, s.</param>
public sealed record TimeAxis(FigureAxis Axis, double UnitSeconds)
{
    private const double MostSeconds = 1200;
    private const double MostMinutes = 1200;

    // Where reports span more than this ratio, equal ratios of time are equally far apart: most is decided early.
    private const double LargestLinearRatio = 150;

    /// <summary>The axis from a first report, or from 0, to the last.</summary>
    /// <param name="label">What it measures, without the unit.</param>
    /// <param name="firstSeconds">Time of the first report, s, above 0.</param>
    /// <param name="lastSeconds">Time of the last, s.</param>
    public static TimeAxis Of(string label, double firstSeconds, double lastSeconds)
    {
        (string unit, double seconds) = lastSeconds <= MostSeconds ? ("s", 1.0)
            : lastSeconds <= 60 * MostMinutes ? ("min", 60.0)
            : ("h", 3600.0);
        string text = $"{label} ({unit})";
        double first = firstSeconds / seconds, last = lastSeconds / seconds;
        return new TimeAxis(
            last / first > LargestLinearRatio ? new FigureAxis(text, AxisScale.Logarithmic, first, last) : FigureAxis.From(text, 0, last), seconds);
    }

    /// <summary>Times in the axis's unit.</summary>
    /// <param name="seconds">The times, s.</param>
    public double[] InUnits(IReadOnlyList<double> seconds)
    {
        ArgumentNullException.ThrowIfNull(seconds);
        return [.. seconds.Select(time => time / UnitSeconds)];
    }
}
