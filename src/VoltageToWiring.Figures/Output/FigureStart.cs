using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Output;

/// <summary>Gets ready to draw, which takes longer than drawing: to be done while there is something else to wait for.</summary>
public static class FigureStart
{
    private static readonly Lock Once = new();
    private static bool _isDone;

    /// <summary>Loads the drawing library and the font, and draws a small figure to nowhere.</summary>
    public static void Prepare()
    {
        lock (Once)
        {
            if (_isDone)
                return;
            _isDone = true;
            Smallest().ToInlineSvg();
        }
    }

    private static ChartFigure Smallest() => new()
    {
        Name = "start",
        Alt = "",
        Charts =
        [
            new Chart
            {
                X = FigureAxis.From("x", 0, 1),
                Y = FigureAxis.From("y", 0, 1),
                Parts =
                [
                    new Band([0, 1], [0, 0], [1, 1], Tone.Muted), new Curve([0, 1], [0, 1], new Stroke(Tone.Ink)), new Dots([0], [0], new Mark(Tone.Ink)),
                ],
            },
        ],
        Legend = [new LegendEntry("line", new Stroke(Tone.Ink))],
    };
}
