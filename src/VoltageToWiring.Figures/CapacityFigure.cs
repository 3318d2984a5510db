using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>A trial of a search for the largest load that keeps a deadline.</summary>
/// <param name="Load">The load.</param>
/// <param name="Milliseconds">The latency that was measured, ms.</param>
/// <param name="DeadlineMilliseconds">What it was held against, ms.</param>
/// <param name="Keeps">Whether the trial kept it, and kept up.</param>
/// <param name="IsDisturbed">Whether the machine itself was late.</param>
public sealed record LoadTrial(double Load, double Milliseconds, double DeadlineMilliseconds, bool Keeps, bool IsDisturbed);

/// <summary>The trials of a search, with the deadline that they had to keep.</summary>
public static class CapacityFigure
{
    private static readonly Mark Kept = new(Tone.First, MarkShape.Dot, 7);
    private static readonly Mark Missed = new(Tone.Second, MarkShape.Cross, 7);
    private static readonly Mark Disturbed = new(Tone.Muted, MarkShape.Ring, 7);
    private static readonly Stroke Deadline = new(Tone.Ink, 1.2f, Dash.Dashed);

    /// <summary>Draws it.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="alt">What it shows, in a sentence.</param>
    /// <param name="load">What the load counts.</param>
    /// <param name="latency">Which latency it is.</param>
    /// <param name="trials">The trials, at least one.</param>
    public static Figure Of(string name, string alt, string load, string latency, IReadOnlyList<LoadTrial> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        LoadTrial[] byLoad = [.. trials.OrderBy(trial => trial.Load)];
        FigureAxis x = FigureAxis.Around(load, AxisScale.Logarithmic, [[.. byLoad.Select(trial => trial.Load)]]);
        // The deadline reaches from end to end.
        (double, double)[] deadline =
            [(x.Low, byLoad[0].DeadlineMilliseconds), .. byLoad.Select(trial => (trial.Load, trial.DeadlineMilliseconds)), (x.High, byLoad[^1].DeadlineMilliseconds)];
        (string Name, Mark Mark, LoadTrial[] Trials)[] kinds =
        [
            ("kept", Kept, [.. byLoad.Where(trial => trial.Keeps)]),
            ("missed", Missed, [.. byLoad.Where(trial => trial is { Keeps: false, IsDisturbed: false })]),
            ("missed, the machine was late itself", Disturbed, [.. byLoad.Where(trial => trial is { Keeps: false, IsDisturbed: true })]),
        ];
        return new ChartFigure
        {
            Name = name,
            Alt = alt,
            Width = FigureWidth.Column,
            Charts =
            [
                new Chart
                {
                    X = x,
                    Y = FigureAxis.Around(latency, AxisScale.Logarithmic, [[.. byLoad.Select(trial => trial.Milliseconds)], [.. byLoad.Select(trial => trial.DeadlineMilliseconds)]]),
                    Parts =
                    [
                        new Curve([.. deadline.Select(point => point.Item1)], [.. deadline.Select(point => point.Item2)], Deadline),
                        .. kinds.Select(kind => new Dots([.. kind.Trials.Select(trial => trial.Load)], [.. kind.Trials.Select(trial => trial.Milliseconds)], kind.Mark)),
                    ],
                    Height = 220,
                },
            ],
            Legend = [.. kinds.Where(kind => kind.Trials.Length > 0).Select(kind => new LegendEntry(kind.Name, Mark: kind.Mark)), new LegendEntry("deadline", Deadline)],
        };
    }
}
