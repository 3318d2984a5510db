using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>The voltage of one neuron for a while.</summary>
/// <param name="Title">Of which run.</param>
/// <param name="FirstSeconds">Time of the first frame, s.</param>
/// <param name="FrameSeconds">Time from one frame to the next, s.</param>
/// <param name="Recorded">What a camera recorded, frame by frame.</param>
/// <param name="Membrane">The membrane voltage, frame by frame.</param>
/// <param name="Median">Median of the membrane voltage.</param>
public sealed record VoltageExcerpt(
    string Title, double FirstSeconds, double FrameSeconds, IReadOnlyList<double> Recorded, IReadOnlyList<double> Membrane, double Median);

/// <summary>Membrane voltages before what a camera makes of them, side by side on the same axes.</summary>
public static class VoltageFigure
{
    private const int MostPerRow = 3;

    private static readonly Stroke RecordedLine = new(Tone.Fourth, 0.6f, Opacity: 0.45);
    private static readonly Stroke MembraneLine = new(Tone.Ink, 0.9f);
    private static readonly Stroke MedianLine = new(Tone.First, 1.6f, Dash.Dashed);

    /// <summary>Draws it.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="excerpts">The voltages, at least one, all over the same time.</param>
    /// <param name="unit">Their unit.</param>
    public static Figure Of(string name, IReadOnlyList<VoltageExcerpt> excerpts, string unit)
    {
        ArgumentNullException.ThrowIfNull(excerpts);
        FigureAxis voltage = FigureAxis.Around($"voltage ({unit})", AxisScale.Linear, excerpts.SelectMany(excerpt => new[] { excerpt.Recorded, excerpt.Membrane }));
        VoltageExcerpt first = excerpts[0];
        FigureAxis time = FigureAxis.From("time (s)", first.FirstSeconds, first.FirstSeconds + first.Membrane.Count * first.FrameSeconds);
        return new ChartFigure
        {
            Name = name,
            Alt = "Membrane voltage with its median, before the recorded voltage.",
            Charts = [.. excerpts.Select(excerpt => ChartOf(excerpt, time, voltage))],
            PerRow = Math.Min(MostPerRow, excerpts.Count),
            SharedAxes = excerpts.Count > 1,
            Legend =
            [
                new LegendEntry("membrane voltage", MembraneLine), new LegendEntry("its median", MedianLine),
                new LegendEntry("recorded", RecordedLine with { Width = 2 }),
            ],
        };
    }

    private static Chart ChartOf(VoltageExcerpt excerpt, FigureAxis time, FigureAxis voltage)
    {
        double[] times = [.. Enumerable.Range(0, excerpt.Membrane.Count).Select(i => excerpt.FirstSeconds + i * excerpt.FrameSeconds)];
        return new Chart
        {
            Title = excerpt.Title,
            X = time,
            Y = voltage,
            Parts =
            [
                new Curve(times, excerpt.Recorded, RecordedLine),
                new Curve(times, excerpt.Membrane, MembraneLine),
                new Curve([times[0], times[^1]], [excerpt.Median, excerpt.Median], MedianLine),
            ],
            Height = 170,
        };
    }
}
