using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;
using static System.FormattableString;

namespace VoltageToWiring.Figures;

/// <summary>How many unconnected pairs runs flag, and how their surrogates rank them.</summary>
public sealed record FlagCounts
{
    /// <summary>Unconnected pairs in a run.</summary>
    public required int Pairs { get; init; }

    /// <summary>Runs that flag 0, 1, … of them.</summary>
    public required IReadOnlyList<int> Runs { get; init; }

    /// <summary>Runs that chance gives.</summary>
    public required IReadOnlyList<double> Expected { get; init; }

    /// <summary>Surrogates of each pair.</summary>
    public required int Surrogates { get; init; }

    /// <summary>A pair with at most so many higher surrogates is flagged.</summary>
    public required int LargestFlagged { get; init; }

    /// <summary>Higher surrogates of every unconnected pair of all runs.</summary>
    public required IReadOnlyList<int> Exceedances { get; init; }
}

/// <summary>Draws counts of flags beside what chance makes of them.</summary>
public static class FlagCountsFigure
{
    private const double FewestRuns = 0.2;
    private const float Height = 200;

    /// <summary>Draws it.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="counts">The counts.</param>
    public static Figure Of(string name, FlagCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return new ChartFigure
        {
            Name = name,
            Alt = "Runs by the number of unconnected pairs that they flag, and unconnected pairs by the number of surrogates that are higher, beside chance.",
            Charts = [Flagged(counts), Ranks(counts)],
            PerRow = 2,
            Legend =
            [
                new LegendEntry("not flagged", Fill: Tone.Unconnected), new LegendEntry("flagged", Fill: Tone.First),
                new LegendEntry("chance alone", new Stroke(Tone.Ink, 1.4f, Dash.Dashed), new Mark(Tone.Ink, MarkShape.Diamond, 6)),
            ],
        };
    }

    private static Chart Flagged(FlagCounts counts)
    {
        int shown = Math.Min(counts.Pairs, Math.Max(LastWhere(counts.Runs.Select(runs => runs > 0)), LastWhere(counts.Expected.Select(runs => runs >= FewestRuns))) + 1);
        double most = Math.Max(counts.Runs.Max(), counts.Expected.Max());
        double[] places = [.. Enumerable.Range(0, shown + 1).Select(flagged => (double)flagged)];
        return new Chart
        {
            Title = "each run",
            X = new FigureAxis(Invariant($"unconnected pairs flagged, of {counts.Pairs}"), AxisScale.Whole, -0.6, shown + 0.6),
            Y = FigureAxis.From("runs", 0, 1.1 * most),
            Parts =
            [
                .. places.Select(flagged => new Columns([flagged - 0.35, flagged + 0.35], [counts.Runs[(int)flagged]], flagged > 0 ? Tone.First : Tone.Unconnected, 0.5)),
                new Curve(places, [.. places.Select(flagged => counts.Expected[(int)flagged])], new Stroke(Tone.Ink, 1.4f, Dash.Dashed)),
                new Dots(places, [.. places.Select(flagged => counts.Expected[(int)flagged])], new Mark(Tone.Ink, MarkShape.Diamond, 6)),
            ],
            Height = Height,
        };
    }

    // Bins as wide as what is flagged, so that the first of them is that.
    private static Chart Ranks(FlagCounts counts)
    {
        int width = counts.LargestFlagged + 1, values = counts.Surrogates + 1, bins = (values + width - 1) / width;
        double[] heights = [.. Enumerable.Range(0, bins).Select(bin => (double)counts.Exceedances.Count(b => b / width == bin))];
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(bin => Math.Min(values, bin * width) - 0.5)];
        double[] levels = [.. Enumerable.Range(0, bins).Select(bin => counts.Exceedances.Count * (edges[bin + 1] - edges[bin]) / values)];
        return new Chart
        {
            Title = "each unconnected pair",
            X = FigureAxis.From(Invariant($"higher surrogates, of {counts.Surrogates}"), -0.5, values - 0.5),
            Y = FigureAxis.From("pairs", 0, 1.15 * Math.Max(heights.Max(), levels[0])),
            Parts =
            [
                new Columns(edges[..2], heights[..1], Tone.First, 0.5),
                new Columns(edges[1..], heights[1..], Tone.Unconnected, 0.5),
                new Curve(
                    [.. levels.SelectMany((_, bin) => new[] { edges[bin], edges[bin + 1] })], [.. levels.SelectMany(level => new[] { level, level })],
                    new Stroke(Tone.Ink, 1.4f, Dash.Dashed)),
            ],
            Height = Height,
        };
    }

    private static int LastWhere(IEnumerable<bool> holds) => holds.Index().Where(one => one.Item).Select(one => one.Index).DefaultIfEmpty(0).Max();
}
