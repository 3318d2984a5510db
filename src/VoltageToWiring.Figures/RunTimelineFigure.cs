using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;
using static System.FormattableString;

namespace VoltageToWiring.Figures;

/// <summary>A run from moment to moment.</summary>
public sealed record RunTimeline
{
    /// <summary>The moments, s since counting began.</summary>
    public required IReadOnlyList<double> TimesSeconds { get; init; }

    /// <summary>Time from one moment to the next, about, s.</summary>
    public required double PeriodSeconds { get; init; }

    /// <summary>The longest latency since the moment before, ms; NaN where nothing was published.</summary>
    public required IReadOnlyList<double> LatencyMilliseconds { get; init; }

    /// <summary>Batches that waited in links.</summary>
    public required IReadOnlyList<double> Waiting { get; init; }

    /// <summary>Where pauses of the garbage collector are added up from and to, s.</summary>
    public required IReadOnlyList<double> PauseEdges { get; init; }

    /// <summary>Pauses from one edge to the next, ms.</summary>
    public required IReadOnlyList<double> PauseMilliseconds { get; init; }
}

/// <summary>Latency, queues and pauses of the garbage collector above each other, so that one sees what goes with what.</summary>
public static class RunTimelineFigure
{
    /// <summary>Draws it.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="alt">What it shows, in a sentence.</param>
    /// <param name="run">The run.</param>
    public static Figure Of(string name, string alt, RunTimeline run)
    {
        ArgumentNullException.ThrowIfNull(run);
        FigureAxis time = FigureAxis.From("time since counting began (s)", run.TimesSeconds[0], run.TimesSeconds[^1]);
        return new ChartFigure
        {
            Name = name,
            Alt = alt,
            Charts =
            [
                new Chart
                {
                    Title = Invariant($"longest latency in {1e3 * run.PeriodSeconds:0.#} ms"),
                    X = time,
                    Y = FigureAxis.Around("latency (ms)", AxisScale.Logarithmic, [run.LatencyMilliseconds]),
                    Parts = [new Dots(run.TimesSeconds, run.LatencyMilliseconds, new Mark(Tone.First, MarkShape.Dot, 2.5f))],
                    Height = 170,
                },
                new Chart
                {
                    Title = "batches waiting in links",
                    X = time,
                    Y = FigureAxis.From("batches", 0, Math.Max(1, 1.1 * run.Waiting.Max())),
                    Parts = [new Curve(run.TimesSeconds, run.Waiting, new Stroke(Tone.Second, 1.2f))],
                    Height = 80,
                },
                new Chart
                {
                    Title = "garbage collection",
                    X = time,
                    Y = FigureAxis.From("pauses (ms)", 0, Math.Max(0.1, 1.1 * run.PauseMilliseconds.Max())),
                    Parts = [new Columns(run.PauseEdges, run.PauseMilliseconds, Tone.Fourth)],
                    Height = 80,
                },
            ],
        };
    }
}
