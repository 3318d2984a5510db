using VoltageToWiring.Figures.Drawing;

namespace VoltageToWiring.Figures.Charts;

/// <summary>One chart, or several side by side, with one legend below them.</summary>
public sealed record ChartFigure : Figure
{
    /// <summary>The charts, row by row.</summary>
    public required IReadOnlyList<Chart> Charts { get; init; }

    /// <summary>Charts in a row. Default 1.</summary>
    public int PerRow { get; init; } = 1;

    /// <summary>
    /// Whether all charts have the same axes: then only those at the left and at the bottom say so. Default no.
    /// </summary>
    public bool SharedAxes { get; init; }

    /// <summary>What lines and marks stand for. Default nothing.</summary>
    public IReadOnlyList<LegendEntry> Legend { get; init; } = [];

    internal override Sheet Compose(Ink ink) => new ChartLayout(this, ink).Compose();
}
