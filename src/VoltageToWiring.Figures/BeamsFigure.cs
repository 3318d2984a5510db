using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>One quantity of several named things, as lying bars.</summary>
public static class BeamsFigure
{
    private const float BeamHeight = 22;

    /// <summary>Draws it.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="alt">What it shows, in a sentence.</param>
    /// <param name="label">What the quantity is, with its unit.</param>
    /// <param name="beams">The things, from top to bottom, at least one.</param>
    /// <param name="most">Where the axis ends; null for a little beyond the largest.</param>
    /// <param name="tone">Their colour.</param>
    public static Figure Of(
        string name, string alt, string label, IReadOnlyList<(string Name, double Value)> beams, double? most = null, Tone tone = Tone.First)
    {
        ArgumentNullException.ThrowIfNull(beams);
        // Upright axes count from the bottom.
        (string Name, double Value)[] upwards = [.. beams.Reverse()];
        double end = most ?? 1.05 * upwards.Max(beam => beam.Value);
        return new ChartFigure
        {
            Name = name,
            Alt = alt,
            Width = FigureWidth.Column,
            Charts =
            [
                new Chart
                {
                    X = FigureAxis.From(label, 0, end > 0 ? end : 1),
                    Y = FigureAxis.Names("", [.. upwards.Select(beam => beam.Name)]),
                    Parts = [new Beams([.. upwards.Select(_ => 0.0)], [.. upwards.Select(beam => beam.Value)], tone)],
                    Height = BeamHeight * upwards.Length,
                },
            ],
        };
    }
}
