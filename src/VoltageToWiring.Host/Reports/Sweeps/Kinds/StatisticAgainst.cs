using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Style;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sweeps;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>Fields of cells against a key: single cells as dots, their middle as a line.</summary>
internal sealed record StatisticAgainst : SweepFigure
{
    // Dots of several lines at one place lie beside each other, this part of the way to the next place apart.
    private const double Beside = 0.07;

    /// <summary>The key.</summary>
    [Key("the key along the lying axis")]
    public required string X { get; init; }

    /// <summary>The fields.</summary>
    [Key("fields of runs.csv, a line each")]
    public required NameList Y { get; init; }

    /// <summary>A key with a line for each value.</summary>
    [Key("a key; each of its values has a line. With one field only")]
    public string? Lines { get; init; }

    /// <summary>A key with a chart for each value.</summary>
    [Key("a key; each of its values has a chart")]
    public string? Panels { get; init; }

    /// <summary>What the line goes through.</summary>
    [Key("what the line goes through; a median bears with cells that found nothing. Default: median for times to detection, else mean")]
    public Middle? Middle { get; init; }

    /// <summary>Whether single cells are drawn.</summary>
    [Key("whether each cell is a dot. Default: all")]
    public Singles Dots { get; init; }

    /// <summary>The lying axis.</summary>
    [Key("how values lie along the lying axis. Default: linear")]
    public Spacing XScale { get; init; }

    /// <summary>The upright axis.</summary>
    [Key("how values lie along the upright axis. Default: linear")]
    public Spacing YScale { get; init; }

    /// <summary>Unit of the lying axis.</summary>
    [Key("what is 1 on the lying axis, where that shows a ratio, such as 0.4 nS")]
    public string? XPer { get; init; }

    /// <summary>Text at the lying axis.</summary>
    [Key("text at the lying axis. Default: the key with its unit")]
    public string? XLabel { get; init; }

    /// <summary>Text at the upright axis.</summary>
    [Key("text at the upright axis. Default: what the fields measure, with its unit")]
    public string? YLabel { get; init; }

    /// <inheritdoc/>
    public override string OwnTitle => $"{Sentence(YText)} against {new SweptKey(X, []).Words}";

    private string YText => YLabel ?? string.Join(" or ", Y.Names.Select(FieldWords.LabelOf).Distinct());

    private Middle Taken => Middles.Or(Middle, Y.Names);

    /// <inheritdoc/>
    public override void Check(FigureSettings settings)
    {
        settings.RequireKey("x", X);
        settings.RequireKey("lines", Lines);
        settings.RequireKey("panels", Panels);
        if (Y.Names.Count == 0)
            throw settings.Error("y", "is an empty list", "one field or more");
        foreach (string field in Y.Names)
            settings.RequireField("y", field);
        if (Lines is not null && Y.Names.Count > 1)
            throw settings.Error("lines", $"is there beside {Y.Names.Count} fields", "lines with one field in y; panels goes with several");
        if (XPer is not null && (PipelineKeys.Find(X)?.Dimension is not { } dimension || !Quantity.TryParse(XPer, dimension, out Quantity per, out _) || per.ExactSi <= 0))
            throw settings.Error("x_per", $"is '{XPer}'", $"a value of {X} above 0, with its unit");
    }

    /// <inheritdoc/>
    public override Task<ReportFigure> OfAsync(SweptRuns runs, string name)
    {
        SweptKey x = runs.Key(X);
        if (XScale == Spacing.Log && !x.CanBeLogarithmic)
            throw new LeftOutException($"Values of {X} are not all above 0, so there is no logarithmic axis for them.");
        if (!Y.Names.Any(runs.Table.HoldsFigures))
            throw new LeftOutException($"No finished cell has a figure in {string.Join(" or ", Y.Names)}.");
        FigureAxis axis = x.Axis(XLabel, ScaleOf(XScale), XPer);
        IReadOnlyList<string> panels = Panels is null ? [""] : runs.Key(Panels).Values;
        StatisticPanel[] charts = [.. panels.Select(panel => PanelOf(runs, x, runs.With(Panels, panel), panel))];
        Figure figure = StatisticFigure.Of(name, $"{Sentence(YText)} against {axis.Label}.", axis, Upright(charts), charts);
        return Task.FromResult(Drawn(Caption(runs, x), figure));
    }

    private StatisticPanel PanelOf(SweptRuns runs, SweptKey x, IReadOnlyList<RunsRow> rows, string panel)
    {
        string title = Panels is null ? "" : runs.Key(Panels).Titled(panel);
        (string Name, string Field, IEnumerable<RunsRow> Rows)[] lines = Lines is null
            ? [.. Y.Names.Select(field => (NameOf(field), field, (IEnumerable<RunsRow>)rows))]
            : [.. runs.Key(Lines).Values.Select(value => (runs.Key(Lines).Titled(value), Y.Names[0], rows.Where(row => runs.ValueOf(row, Lines) == value)))];
        return new StatisticPanel(title, [.. lines.Select((line, at) => LineOf(runs, x, line.Name, line.Field, [.. line.Rows], at, lines.Length))]);
    }

    private StatisticLine LineOf(SweptRuns runs, SweptKey x, string name, string field, IReadOnlyList<RunsRow> rows, int at, int lines)
    {
        double[] places = x.Places(XPer);
        double[][] figures = [.. x.Values.Select(value => Middles.Of(rows.Where(row => runs.ValueOf(row, X) == value), field))];
        ConnectionKind kind = Lines is null ? FieldWords.KindOf(field) : ConnectionKind.Unknown;
        bool isOfKind = kind != ConnectionKind.Unknown && Y.Names.Select(FieldWords.KindOf).Distinct().Count() == Y.Names.Count;
        double[] beside = [.. places.Select(place => Moved(place, places, (at - (lines - 1) / 2.0) * Beside))];
        return new StatisticLine(
            name, isOfKind ? KindStyle.StrokeOf(kind, 2) : SeriesStyle.StrokeOf(at), isOfKind ? KindStyle.MarkOf(kind, 5) : SeriesStyle.MarkOf(at),
            places, [.. figures.Select(of => Middles.Of(Taken, of))])
        {
            DotXs = Dots == Singles.None ? [] : [.. figures.SelectMany((of, place) => of.Select(_ => beside[place]))],
            Dots = Dots == Singles.None ? [] : [.. figures.SelectMany(of => of)],
        };
    }

    private double Moved(double place, double[] places, double part)
    {
        double[] on = [.. places.Select(Mapped).Order()];
        double gap = on.Length < 2 ? 1 : on.Zip(on.Skip(1), (a, b) => b - a).Where(step => step > 0).DefaultIfEmpty(1).Min();
        double moved = Mapped(place) + part * gap;
        return XScale == Spacing.Log ? Math.Pow(10, moved) : moved;
    }

    private double Mapped(double place) => XScale == Spacing.Log ? Math.Log10(place) : place;

    private FigureAxis Upright(StatisticPanel[] charts)
    {
        double[] all = [.. charts.SelectMany(chart => chart.Lines).SelectMany(line => line.Dots.Concat(line.Middle)).Where(double.IsFinite)];
        if (YScale == Spacing.Log)
            return FigureAxis.Around(YText, AxisScale.Logarithmic, [all]);
        // What cannot be negative begins at 0, and fractions have all of their range where they use it.
        return Y.Names.All(FieldWords.IsFraction) && all.DefaultIfEmpty(1).Max() > 0.35
            ? FigureAxis.Fractions(YText)
            : FigureAxis.Around(YText, AxisScale.Linear, [[.. all, 0]]);
    }

    private string Caption(SweptRuns runs, SweptKey x)
    {
        string middle = Taken == Kinds.Middle.Mean ? "mean" : "median";
        string cells = Dots == Singles.All ? $"Dots: single runs; lines: their {middle}." : $"The {middle} of the runs.";
        int[] counts = [.. x.Values.Select(value => runs.With(X, value).Count).Distinct()];
        string each = counts.Length == 1 ? Invariant($" {counts[0]} runs for each value of {x.Words}.") : "";
        string longer = Y.Names.Any(FieldWords.IsDetectionTime) && LacksTimes(runs)
            ? " A run that found fewer than half of the connections counts as longer than the recording: where the middle is such a run, the line has a hole."
            : "";
        return cells + each + longer;
    }

    private bool LacksTimes(SweptRuns runs) => Y.Names.Any(field => runs.Table.Rows.Any(row => Middles.IsLongerThanTheRecording(row, field)));

    private string NameOf(string field)
    {
        ConnectionKind kind = FieldWords.KindOf(field);
        string judge = Y.Names.Select(FieldWords.JudgeOf).Distinct().Count() > 1 ? FieldWords.JudgeOf(field) : "";
        bool tells = judge.Length == 0 || Y.Names.Select(FieldWords.KindOf).Distinct().Count() > 1;
        string what = kind != ConnectionKind.Unknown && tells ? KindStyle.NameOf(kind) : Y.Names.Count > 1 && judge.Length == 0 ? FieldWords.LabelOf(field) : "";
        return string.Join(", ", new[] { judge, what }.Where(text => text.Length > 0));
    }

    private static AxisScale ScaleOf(Spacing spacing) => spacing == Spacing.Log ? AxisScale.Logarithmic : AxisScale.Linear;

    private static string Sentence(string text) => FieldWords.Capital(FieldWords.WithoutUnit(text));
}
