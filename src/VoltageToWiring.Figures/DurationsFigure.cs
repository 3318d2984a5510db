using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>A part of the way, and how long it took.</summary>
/// <param name="Name">What it is.</param>
/// <param name="IsWaiting">Whether it is waiting rather than work.</param>
/// <param name="P50">Half of all took no longer, ms.</param>
/// <param name="P999">999 of 1,000 took no longer, ms.</param>
/// <param name="Max">The longest, ms.</param>
public sealed record PartOfWay(string Name, bool IsWaiting, double P50, double P999, double Max);

/// <summary>The parts of one way, in their order.</summary>
/// <param name="Title">What it is the way of; empty for nothing.</param>
/// <param name="Parts">The parts, first to last, at least one.</param>
public sealed record DurationsPanel(string Title, IReadOnlyList<PartOfWay> Parts);

/// <summary>Where time goes: each part of a way as a line from its median to its longest.</summary>
public static class DurationsFigure
{
    private const float RowHeight = 24;

    /// <summary>Draws it.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="alt">What it shows, in a sentence.</param>
    /// <param name="panels">The charts, at least one.</param>
    public static Figure Of(string name, string alt, IReadOnlyList<DurationsPanel> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        FigureAxis time = FigureAxis.Around(
            "time for an item (ms)", AxisScale.Logarithmic,
            [.. panels.SelectMany(panel => panel.Parts).Select(part => (IReadOnlyList<double>)[part.P50, part.P999, part.Max])]);
        int rows = panels.Max(panel => panel.Parts.Count);
        bool waits = panels.Any(panel => panel.Parts.Any(part => part.IsWaiting));
        return new ChartFigure
        {
            Name = name,
            Alt = alt,
            Charts = [.. panels.Select(panel => ChartOf(panel, time, rows))],
            Legend =
            [
                new LegendEntry("works", Fill: ToneOf(false)), .. waits ? [new LegendEntry("waits in a link", Fill: ToneOf(true))] : Array.Empty<LegendEntry>(),
                .. Marks(Tone.Ink).Select(mark => new LegendEntry(mark.Name, Mark: mark.Mark)),
            ],
        };
    }

    private static Chart ChartOf(DurationsPanel panel, FigureAxis time, int rows)
    {
        // Upright axes count from the bottom.
        PartOfWay[] upwards = [.. panel.Parts.Reverse()];
        return new Chart
        {
            Title = panel.Title,
            X = time,
            Y = FigureAxis.Names("", [.. upwards.Select(part => part.Name)]),
            Parts = [.. upwards.SelectMany((part, row) => Row(part, row))],
            Height = RowHeight * rows,
        };
    }

    private static IEnumerable<ChartPart> Row(PartOfWay part, int row)
    {
        Tone tone = ToneOf(part.IsWaiting);
        double[] values = [part.P50, part.P999, part.Max];
        yield return new Curve([part.P50, part.Max], [row, row], new Stroke(tone, 1.2f, Opacity: 0.5));
        foreach (((_, Mark mark), double value) in Marks(tone).Zip(values))
            yield return new Dots([value], [row], mark);
    }

    private static (string Name, Mark Mark)[] Marks(Tone tone)
        => [("p50", new Mark(tone, MarkShape.Dot, 7)), ("p99.9", new Mark(tone, MarkShape.Square, 7)), ("longest", new Mark(tone, MarkShape.Cross, 7))];

    private static Tone ToneOf(bool isWaiting) => isWaiting ? Tone.Second : Tone.First;
}
