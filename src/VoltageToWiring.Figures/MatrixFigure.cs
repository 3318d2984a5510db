using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Figures;

/// <summary>What is known of every pair, source by source and target by target.</summary>
public sealed record PairMatrix
{
    /// <summary>Number of columns, sources or groups of them.</summary>
    public required int Columns { get; init; }

    /// <summary>Number of rows, targets or groups of them.</summary>
    public required int Rows { get; init; }

    /// <summary>Sources in a column; 1 unless there are too many.</summary>
    public int SourcesPerColumn { get; init; } = 1;

    /// <summary>Targets in a row; 1 unless there are too many.</summary>
    public int TargetsPerRow { get; init; } = 1;

    /// <summary>Signed values, row by row; NaN where nothing is known.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>What the values are, with their unit.</summary>
    public required string Label { get; init; }

    /// <summary>What each cell was found to be, row by row; empty where that is not shown.</summary>
    public IReadOnlyList<ConnectionKind> Found { get; init; } = [];

    /// <summary>What each cell truly is, row by row; empty where that is not known or not shown.</summary>
    public IReadOnlyList<ConnectionKind> Truth { get; init; } = [];
}

/// <summary>All pairs as a matrix of sources and targets, coloured from inhibitory to excitatory.</summary>
public static class MatrixFigure
{
    private const float LargestCell = 18;
    private const float LeastHeight = 38;
    private const float MostHeight = 560;
    private const float AreaWidth = 600;

    /// <summary>Draws it.</summary>
    /// <param name="matrix">The pairs.</param>
    public static Figure Of(PairMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        double largest = matrix.Values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        largest = largest > 0 ? largest : 1;
        float cell = Math.Min(LargestCell, AreaWidth / matrix.Columns);
        return new ChartFigure
        {
            Name = "matrix",
            Alt = "Matrix of sources and targets, coloured by sign and size.",
            Charts =
            [
                new Chart
                {
                    X = Axis("source", matrix.Columns, matrix.SourcesPerColumn),
                    Y = Axis("target", matrix.Rows, matrix.TargetsPerRow),
                    Parts =
                    [
                        new Cells([.. matrix.Values.Select(value => double.IsNaN(value) ? 0 : DivergingScale.LevelOf(value, largest))], matrix.Columns),
                        .. Marks(matrix, cell),
                    ],
                    Height = Math.Min(MostHeight, Math.Max(LeastHeight, matrix.Rows * cell)),
                },
                ColourBar(matrix.Label, largest),
            ],
            Legend = [.. Legend(matrix)],
        };
    }

    private static FigureAxis Axis(string what, int cells, int perCell)
    {
        var axis = new FigureAxis(what, AxisScale.Whole, -0.5, cells - 0.5);
        return perCell == 1 ? axis
            : axis with
            {
                Label = $"{what} ({perCell} together)",
                Named = [.. FigureAxis.From("", 0, cells * perCell).Ticks(8).Select(tick => new AxisTick(tick.Value / perCell - 0.5, tick.Label))],
            };
    }

    private static IEnumerable<ChartPart> Marks(PairMatrix matrix, float cell)
    {
        foreach (ConnectionKind kind in new[] { ConnectionKind.Excitatory, ConnectionKind.Inhibitory })
        {
            if (Places(matrix.Truth, kind, matrix.Columns) is { Xs.Length: > 0 } are)
                yield return new Dots(are.Xs, are.Ys, new Mark(Tone.Ink, MarkShape.Box, Math.Max(4, cell - 4)));
            if (Places(matrix.Found, kind, matrix.Columns) is { Xs.Length: > 0 } found)
                yield return new Dots(found.Xs, found.Ys, FoundMark(kind, cell));
        }
    }

    private static Mark FoundMark(ConnectionKind kind, float cell)
        => new(Tone.Ink, KindStyle.MarkOf(kind).Shape, Math.Clamp(cell - 9, 3, 7));

    private static (double[] Xs, double[] Ys) Places(IReadOnlyList<ConnectionKind> kinds, ConnectionKind kind, int columns)
    {
        int[] places = [.. Enumerable.Range(0, kinds.Count).Where(at => kinds[at] == kind)];
        return ([.. places.Select(at => (double)(at % columns))], [.. places.Select(at => (double)(at / columns))]);
    }

    private static Chart ColourBar(string label, double largest)
    {
        const int Steps = 2 * DivergingScale.Levels + 1;
        return new Chart
        {
            X = FigureAxis.From(label, -0.5, Steps - 0.5) with
            {
                Named =
                [
                    .. FigureAxis.From("", -largest, largest).Ticks(9)
                        .Select(tick => new AxisTick(DivergingScale.Levels * (1 + tick.Value / largest), tick.Label)),
                ],
            },
            Y = FigureAxis.From("", -0.5, 0.5) with { Named = [] },
            Parts = [new Cells([.. Enumerable.Range(-DivergingScale.Levels, Steps)], Steps)],
            Height = 12,
        };
    }

    private static IEnumerable<LegendEntry> Legend(PairMatrix matrix)
    {
        if (matrix.Found.Count > 0)
        {
            yield return new LegendEntry("found excitatory", Mark: FoundMark(ConnectionKind.Excitatory, LargestCell));
            yield return new LegendEntry("found inhibitory", Mark: FoundMark(ConnectionKind.Inhibitory, LargestCell));
        }
        if (matrix.Truth.Count > 0)
            yield return new LegendEntry("truly connected", Mark: new Mark(Tone.Ink, MarkShape.Box, 11));
    }
}
