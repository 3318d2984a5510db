using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>A recorded trace from some moment on.</summary>
/// <param name="Title">Which part it is.</param>
/// <param name="FirstSeconds">Time of its first frame, s.</param>
/// <param name="FrameSeconds">Time from one frame to the next, s.</param>
/// <param name="Samples">The samples; NaN where there is none.</param>
/// <param name="SpikeSeconds">Spikes of the neuron in it, s; empty where they are not known.</param>
/// <param name="Median">A level to compare with.</param>
public sealed record RecordedTrace(
    string Title, double FirstSeconds, double FrameSeconds, IReadOnlyList<double> Samples, IReadOnlyList<double> SpikeSeconds, double Median);

/// <summary>Pieces of a recorded trace, one below the other, with the neuron's own spikes above them.</summary>
public static class TraceFigure
{
    /// <summary>Draws it.</summary>
    /// <param name="traces">The pieces, at least one.</param>
    /// <param name="unit">Unit of the samples.</param>
    public static Figure Of(IReadOnlyList<RecordedTrace> traces, string unit)
    {
        ArgumentNullException.ThrowIfNull(traces);
        bool anySpikes = traces.Any(trace => trace.SpikeSeconds.Count > 0);
        return new ChartFigure
        {
            Name = "trace",
            Alt = "The recorded trace of one neuron, with its median and its spikes.",
            Charts = [.. traces.Select(trace => ChartOf(trace, unit))],
            Legend =
            [
                new LegendEntry("recorded", new Stroke(Tone.Ink, 1)),
                new LegendEntry("median", new Stroke(Tone.First, 1.6f, Dash.Dashed)),
                .. anySpikes ? new[] { new LegendEntry("spike of the neuron", Mark: SpikeMark) } : [],
            ],
        };
    }

    private static Mark SpikeMark => new(Tone.Second, MarkShape.Down, 7);

    private static Chart ChartOf(RecordedTrace trace, string unit)
    {
        double[] times = [.. Enumerable.Range(0, trace.Samples.Count).Select(i => trace.FirstSeconds + i * trace.FrameSeconds)];
        FigureAxis around = FigureAxis.Around($"voltage ({unit})", AxisScale.Linear, trace.Samples);
        // Spikes are marked above the highest sample.
        double marks = around.High + 0.04 * (around.High - around.Low);
        FigureAxis voltage = around with { High = around.High + 0.09 * (around.High - around.Low) };
        return new Chart
        {
            Title = trace.Title,
            X = FigureAxis.From("time (s)", trace.FirstSeconds, trace.FirstSeconds + trace.Samples.Count * trace.FrameSeconds),
            Y = voltage,
            Parts =
            [
                new Curve(times, trace.Samples, new Stroke(Tone.Ink, 0.8f)),
                new Curve([times[0], times[^1]], [trace.Median, trace.Median], new Stroke(Tone.First, 1.6f, Dash.Dashed)),
                new Dots(trace.SpikeSeconds, [.. trace.SpikeSeconds.Select(_ => marks)], SpikeMark),
            ],
            Height = 150,
        };
    }
}
