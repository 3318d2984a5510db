namespace VoltageToWiring.Figures.Style;

/// <summary>How a line is drawn.</summary>
/// <param name="Tone">Its colour.</param>
/// <param name="Width">Its width, px at 96 per inch.</param>
/// <param name="Dash">Its pattern.</param>
/// <param name="Opacity">1 for a line that hides what lies behind it.</param>
public sealed record Stroke(Tone Tone, float Width = 1.4f, Dash Dash = Dash.Solid, double Opacity = 1);

/// <summary>The pattern of a line.</summary>
public enum Dash
{
    /// <summary>Without gaps.</summary>
    Solid,

    /// <summary>Long dashes.</summary>
    Dashed,

    /// <summary>Dots.</summary>
    Dotted,
}

/// <summary>How a point is drawn.</summary>
/// <param name="Tone">Its colour.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Size">Its width, px at 96 per inch.</param>
public sealed record Mark(Tone Tone, MarkShape Shape = MarkShape.Dot, float Size = 6);

/// <summary>The shape of a point.</summary>
public enum MarkShape
{
    /// <summary>A filled circle.</summary>
    Dot,

    /// <summary>A circle.</summary>
    Ring,

    /// <summary>A filled triangle that points up.</summary>
    Up,

    /// <summary>A filled triangle that points down.</summary>
    Down,

    /// <summary>A filled square.</summary>
    Square,

    /// <summary>A square.</summary>
    Box,

    /// <summary>A filled diamond.</summary>
    Diamond,

    /// <summary>A cross.</summary>
    Cross,

    /// <summary>A short vertical line, for events.</summary>
    Bar,
}
