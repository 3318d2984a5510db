using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>A fraction against recording time.</summary>
/// <param name="Name">What the line is, for the legend.</param>
/// <param name="Stroke">How it is drawn.</param>
/// <param name="TimesSeconds">Times, s, ascending.</param>
/// <param name="Fractions">The fraction from each time on.</param>
/// <param name="Errors">Standard error of each; empty for none.</param>
public sealed record TimedFraction(
    string Name, Stroke Stroke, IReadOnlyList<double> TimesSeconds, IReadOnlyList<double> Fractions, IReadOnlyList<double> Errors);

/// <summary>The lines of one chart.</summary>
/// <param name="Title">What all of them have in common; empty for nothing.</param>
/// <param name="Lines">The lines; names and strokes mean the same in every chart.</param>
public sealed record TimedPanel(string Title, IReadOnlyList<TimedFraction> Lines);

/// <summary>Fractions that change in steps as a recording goes on; one chart or several on the same axes.</summary>
public static class CumulativeFigure
{
    private const int MostPerRow = 4;

    // Below this the whole range from 0 to 1 would show nothing but a line at the bottom.
    private const double FewMost = 0.35;

    /// <summary>Draws it.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="alt">What it shows, in a sentence.</param>
    /// <param name="label">What the fractions are of.</param>
    /// <param name="panels">The charts, at least one.</param>
    /// <param name="level">A fraction that means something, with its name; null for none.</param>
    public static Figure Of(string name, string alt, string label, IReadOnlyList<TimedPanel> panels, (double Value, string Name)? level = null)
    {
        ArgumentNullException.ThrowIfNull(panels);
        TimedFraction[] lines = [.. panels.SelectMany(panel => panel.Lines)];
        TimeAxis time = TimeAxis.Of("recorded so far", lines.Min(line => line.TimesSeconds[0]), lines.Max(line => line.TimesSeconds[^1]));
        double most = lines.SelectMany(line => line.Fractions).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        FigureAxis fraction = most > FewMost ? FigureAxis.Fractions(label) : FigureAxis.From(label, -0.02 * Top(most), Top(most));
        return new ChartFigure
        {
            Name = name,
            Alt = alt,
            Width = panels.Count == 1 ? FigureWidth.Column : FigureWidth.Page,
            Charts = [.. panels.Select(panel => ChartOf(panel, time, fraction, level, panels.Count))],
            PerRow = Math.Min(MostPerRow, panels.Count),
            SharedAxes = panels.Count > 1,
            Legend = [.. lines.DistinctBy(line => line.Name).Select(line => new LegendEntry(line.Name, line.Stroke))],
        };
    }

    private static double Top(double most) => Math.Max(0.1, 1.15 * most);

    private static Chart ChartOf(TimedPanel panel, TimeAxis time, FigureAxis fraction, (double Value, string Name)? level, int panels) => new()
    {
        Title = panel.Title,
        X = time.Axis,
        Y = fraction,
        Parts = [.. panel.Lines.Where(line => line.Errors.Count > 0).Select(line => Spread(line, time)), .. panel.Lines.Select(line => Steps(line, time))],
        Levels = level is { } means ? [new Level(means.Value, means.Name, new Stroke(Tone.Muted, 1, Dash.Dotted))] : [],
        Height = panels == 1 ? 220 : panels <= MostPerRow ? 160 : 110,
    };

    private static Band Spread(TimedFraction line, TimeAxis time)
    {
        int[] corners = Corners(line);
        return new Band(
            Times(line, corners, time), Stepped([.. corners.Select(i => line.Fractions[i] - line.Errors[i])]),
            Stepped([.. corners.Select(i => line.Fractions[i] + line.Errors[i])]), line.Stroke.Tone, 0.18);
    }

    private static Curve Steps(TimedFraction line, TimeAxis time)
    {
        int[] corners = Corners(line);
        return new Curve(Times(line, corners, time), Stepped([.. corners.Select(i => line.Fractions[i])]), line.Stroke);
    }

    // Where something changes, and both ends.
    private static int[] Corners(TimedFraction line)
    {
        bool Changes(int i) => line.Fractions[i] != line.Fractions[i - 1] || line.Errors.Count > 0 && line.Errors[i] != line.Errors[i - 1];
        int last = line.TimesSeconds.Count - 1;
        return [.. Enumerable.Range(0, last + 1).Where(i => i == 0 || i == last || Changes(i))];
    }

    private static double[] Times(TimedFraction line, int[] corners, TimeAxis time)
        => time.InUnits([.. corners.SelectMany((corner, i) => i == 0 ? [line.TimesSeconds[corner]] : new[] { line.TimesSeconds[corner], line.TimesSeconds[corner] })]);

    // At each corner first the height before it, then its own.
    private static double[] Stepped(double[] heights) => [.. heights.SelectMany((height, i) => i == 0 ? [height] : new[] { heights[i - 1], height })];
}
