using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures.Charts;

/// <summary>Two axes and what is drawn between them.</summary>
public sealed record Chart
{
    /// <summary>A short text above it; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The lying axis.</summary>
    public required FigureAxis X { get; init; }

    /// <summary>The upright axis.</summary>
    public required FigureAxis Y { get; init; }

    /// <summary>What is drawn, from back to front.</summary>
    public required IReadOnlyList<ChartPart> Parts { get; init; }

    /// <summary>Height of the area between the axes, px at 96 per inch. Default 240.</summary>
    public float Height { get; init; } = 240;

    /// <summary>Heights that mean something, named at the right edge.</summary>
    public IReadOnlyList<Level> Levels { get; init; } = [];
}

/// <summary>A height that means something.</summary>
/// <param name="Value">The height.</param>
/// <param name="Label">What it means; empty for a line without a name.</param>
/// <param name="Stroke">How its line is drawn.</param>
public sealed record Level(double Value, string Label, Stroke Stroke);

/// <summary>What a line, a mark or an area stands for.</summary>
/// <param name="Text">What it stands for.</param>
/// <param name="Stroke">The line, where it is one.</param>
/// <param name="Mark">The mark, where it is one.</param>
/// <param name="Fill">The colour of the area, where it is one.</param>
public sealed record LegendEntry(string Text, Stroke? Stroke = null, Mark? Mark = null, Tone? Fill = null)
{
    /// <summary>The entry of a kind of connections, as a line.</summary>
    /// <param name="kind">The kind.</param>
    public static LegendEntry LineOf(ConnectionKind kind) => new(KindStyle.NameOf(kind), KindStyle.StrokeOf(kind));

    /// <summary>The entry of a kind of connections, as a mark.</summary>
    /// <param name="kind">The kind.</param>
    public static LegendEntry MarkOf(ConnectionKind kind) => new(KindStyle.NameOf(kind), Mark: KindStyle.MarkOf(kind));
}
