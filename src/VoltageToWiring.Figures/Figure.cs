using VoltageToWiring.Figures.Drawing;

namespace VoltageToWiring.Figures;

/// <summary>A figure: plain data, drawn when it is written.</summary>
public abstract record Figure
{
    /// <summary>What it is called in files and pages, such as <c>evidence</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in a sentence, for readers who do not see it.</summary>
    public required string Alt { get; init; }

    /// <summary>How wide it is. Default: a page.</summary>
    public FigureWidth Width { get; init; } = FigureWidth.Page;

    /// <summary>Lays it out.</summary>
    internal abstract Sheet Compose(Ink ink);
}

/// <summary>How wide a figure is.</summary>
public enum FigureWidth
{
    /// <summary>A page of text, 180 mm.</summary>
    Page,

    /// <summary>A column, 85 mm.</summary>
    Column,
}
