namespace VoltageToWiring.Figures.Style;

/// <summary>How lines look that are not about kinds of connections: told apart by colour, by pattern and by mark.</summary>
public static class SeriesStyle
{
    private static readonly Tone[] Tones = [Tone.First, Tone.Second, Tone.Third, Tone.Fourth, Tone.Ink];
    private static readonly Dash[] Dashes = [Dash.Solid, Dash.Dashed, Dash.Dotted];
    private static readonly MarkShape[] Shapes = [MarkShape.Dot, MarkShape.Square, MarkShape.Up, MarkShape.Diamond, MarkShape.Ring, MarkShape.Down, MarkShape.Box];

    /// <summary>The line of a series.</summary>
    /// <param name="series">Which series, from 0.</param>
    /// <param name="width">Its width, px.</param>
    public static Stroke StrokeOf(int series, float width = 1.8f) => new(Tones[series % Tones.Length], width, Dashes[series % Dashes.Length]);

    /// <summary>The mark of a series.</summary>
    /// <param name="series">Which series, from 0.</param>
    /// <param name="size">Its width, px.</param>
    public static Mark MarkOf(int series, float size = 5) => new(Tones[series % Tones.Length], Shapes[series % Shapes.Length], size);
}
