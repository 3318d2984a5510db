using System.Globalization;
using VoltageToWiring.Figures;
using VoltageToWiring.Host.PipelineFiles;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>A field of cells against two keys, as a shaded table.</summary>
internal sealed record HeatMapOf : SweepFigure
{
    /// <summary>The key of the columns.</summary>
    [Key("the key of the columns")]
    public required string X { get; init; }

    /// <summary>The key of the rows.</summary>
    [Key("the key of the rows")]
    public required string Y { get; init; }

    /// <summary>The field.</summary>
    [Key("a field of runs.csv")]
    public required string Value { get; init; }

    /// <summary>What stands for several cells.</summary>
    [Key("what stands for the cells that share a square. Default: median for times to detection, else mean")]
    public Middle? Middle { get; init; }

    /// <summary>How shades follow values.</summary>
    [Key("how shades follow the values. Default: log for times to detection, else linear")]
    public Spacing? Scale { get; init; }

    /// <inheritdoc/>
    public override string OwnTitle => FieldWords.Sentence(Value);

    private bool IsTime => FieldWords.IsDetectionTime(Value);

    private Middle Taken => Middles.Or(Middle, Value);

    /// <inheritdoc/>
    public override void Check(FigureSettings settings)
    {
        settings.RequireKey("x", X);
        settings.RequireKey("y", Y);
        settings.RequireField("value", Value);
        if (X == Y)
            throw settings.Error("y", $"names {Y}, as x does", "another key");
    }

    /// <inheritdoc/>
    public override Task<ReportFigure> OfAsync(SweptRuns runs, string name)
    {
        SweptKey x = runs.Key(X), y = runs.Key(Y);
        double[] values =
        [
            .. y.Values.SelectMany(row => x.Values.Select(column => Middles.Of(
                Taken, Middles.Of(runs.With(Y, row).Where(cell => runs.ValueOf(cell, X) == column), Value)))),
        ];
        if (values.All(double.IsNaN))
            throw new LeftOutException($"No finished cell has a figure in {Value}.");
        var map = new HeatMap
        {
            XLabel = x.Label,
            Columns = [.. x.Values.Select((_, at) => x.Short(at))],
            YLabel = y.Label,
            Rows = [.. y.Values.Select((_, at) => y.Short(at))],
            Values = values,
            Texts = [.. values.Select(value => Text(value, runs))],
            IsLogarithmic = (Scale ?? (IsTime ? Spacing.Log : Spacing.Linear)) == Spacing.Log,
        };
        string taken = Taken == Kinds.Middle.Mean ? "mean" : "median";
        string longer = values.Any(double.IsPositiveInfinity)
            ? $" Without shade: in {(Taken == Kinds.Middle.Mean ? "some run" : "the middle run")} fewer than half of the connections were found by the end of the recording."
            : "";
        return Task.FromResult(Drawn(
            $"In each square the {taken} over the runs with its two values.{longer}",
            HeatMapFigure.Of(name, $"{FieldWords.LabelOf(Value)} against {x.Label} and {y.Label}.", map)));
    }

    private string Text(double value, SweptRuns runs)
        => double.IsNaN(value) ? "–"
            : double.IsPositiveInfinity(value) ? Invariant($">{Longest(runs):0}")
            : value.ToString(Math.Abs(value) >= 100 || value == 0 ? "0" : Math.Abs(value) >= 10 ? "0.#" : Math.Abs(value) >= 0.1 ? "0.##" : "0.####", CultureInfo.InvariantCulture);

    private static double Longest(SweptRuns runs) => runs.Table.Rows.Max(row => row.Figure("duration_s") ?? 0);
}
