using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>The spike-triggered average of one pair, with what chance makes of it.</summary>
/// <param name="Title">Which pair.</param>
/// <param name="Kind">What the pair is, or is taken to be.</param>
/// <param name="Average">The average, frame by frame after the spike.</param>
/// <param name="BandLow">Lower end of the band of surrogate averages, frame by frame; empty for none.</param>
/// <param name="BandHigh">Upper end of the band.</param>
public sealed record AverageTrace(
    string Title, ConnectionKind Kind, IReadOnlyList<double> Average, IReadOnlyList<double> BandLow, IReadOnlyList<double> BandHigh);

/// <summary>Spike-triggered averages, a small chart for each pair.</summary>
public static class AveragesFigure
{
    /// <summary>Draws it.</summary>
    /// <param name="traces">The pairs, at least one.</param>
    /// <param name="frameMilliseconds">Time from one frame to the next, ms.</param>
    /// <param name="unit">Unit of the averages.</param>
    /// <param name="band">What the band is, for the legend.</param>
    /// <param name="perRow">Charts in a row, at most.</param>
    /// <param name="height">Height of a chart, px at 96 per inch.</param>
    public static Figure Of(
        IReadOnlyList<AverageTrace> traces, double frameMilliseconds, string unit, string band, int perRow = 6, float height = 78)
    {
        ArgumentNullException.ThrowIfNull(traces);
        int frames = traces[0].Average.Count;
        double[] times = [.. Enumerable.Range(0, frames).Select(frame => frame * frameMilliseconds)];
        FigureAxis time = FigureAxis.From("time after the spike (ms)", 0, frames * frameMilliseconds);
        FigureAxis voltage = FigureAxis.Around(
            $"average ({unit})", AxisScale.Linear, traces.SelectMany(trace => new[] { trace.Average, trace.BandLow, trace.BandHigh }));
        bool anyBand = traces.Any(trace => trace.BandLow.Count > 0);
        return new ChartFigure
        {
            Name = "averages",
            Alt = "Spike-triggered averages of some pairs, with the band in which averages of surrogate trains lie.",
            Charts = [.. traces.Select(trace => ChartOf(trace, times, time, voltage) with { Height = height })],
            PerRow = Math.Min(perRow, traces.Count),
            SharedAxes = true,
            Legend =
            [
                .. traces.Select(trace => trace.Kind).Distinct().Order().Select(kind => new LegendEntry(KindStyle.NameOf(kind), Line(kind))),
                .. anyBand ? new[] { new LegendEntry(band, Fill: Tone.Muted) } : [],
            ],
        };
    }

    // Averages are noisy: dashes would be lost in them, so that kinds stand in the titles as well.
    private static Stroke Line(ConnectionKind kind) => new(KindStyle.ToneOf(kind), 1.3f);

    private static Chart ChartOf(AverageTrace trace, double[] times, FigureAxis time, FigureAxis voltage) => new()
    {
        Title = trace.Title,
        X = time,
        Y = voltage,
        Parts =
        [
            .. trace.BandLow.Count > 0 ? new ChartPart[] { new Band(times, trace.BandLow, trace.BandHigh, Tone.Muted, 0.3) } : [],
            new Curve(times, trace.Average, Line(trace.Kind)),
        ],
    };
}
