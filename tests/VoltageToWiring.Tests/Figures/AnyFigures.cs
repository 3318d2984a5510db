using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Style;

namespace VoltageToWiring.Tests.Figures;

/// <summary>One figure of each sort, with what is hard about it: holes, one target, values that are not known.</summary>
internal static class AnyFigures
{
    private static readonly double[] Times = [.. Enumerable.Range(1, 40).Select(i => 0.5 * i)];

    public static IReadOnlyList<Figure> All { get; } =
    [
        EvidenceFigure.Of([.. Kinds.Select(kind => new EvidenceLine(kind, Times, Ramp(0.3 * (int)kind)))], [(1.3, "found"), (1.6, "sign certain")]),
        AmplitudesFigure.Of([.. Kinds.Select(kind => new AmplitudeTrack($"{kind}", kind, Times, Ramp(0.01), Ramp(-0.1), Ramp(0.1)))], "mV", 0.1),
        AveragesFigure.Of(
            [.. Enumerable.Range(0, 30).Select(i => new AverageTrace($"{i} → 0", Kinds[i % 3], Wave(i), i % 5 == 0 ? [] : Flat(-0.2), i % 5 == 0 ? [] : Flat(0.2)))],
            0.1, "mV", "95 % of surrogate averages"),
        MatrixFigure.Of(new PairMatrix
        {
            Columns = 5,
            Rows = 2,
            Values = [0.1, -0.4, double.NaN, 0, 0.7, 0, 0, -0.7, 0.2, 0.3],
            Label = "amplitude (mV)",
            Found = [.. Enumerable.Range(0, 10).Select(i => Kinds[i % 4])],
            Truth = [.. Enumerable.Range(0, 10).Select(i => Kinds[i % 3])],
        }),
        RocFigure.Of([Panel("one look at p"), Panel("joint score")]),
        TraceFigure.Of([new RecordedTrace("target 0", 3.2, 0.001, [.. Wave(3), double.NaN, double.NaN, .. Wave(4)], [3.3, 3.4], 0)], "mV"),
        DetectionFigure.Of([new DetectionTimes(ConnectionKind.Excitatory, 4, [2, 3, 3]), new DetectionTimes(ConnectionKind.None, 9, [])], 0.5, 600),
        HistogramFigure.Of("histogram", "evidence, log10 M", AxisScale.Symmetric, [new KindValues(ConnectionKind.Inhibitory, [1, 2, double.NaN, 400, -2])]),
        BeamsFigure.Of("stages", "Work of each stage.", "busy (ms per s)", [("spikes", 1.5), ("sta", 0), ("significance", 7)]),
        StatisticFigure.Of(
            "statistic-against", "A statistic.", FigureAxis.Around("strength (nS)", AxisScale.Logarithmic, [[0.2, 0.8]]), FigureAxis.Fractions("found (fraction)"),
            [new StatisticPanel("rate 2 Hz", [Statistic(0, [0.1, 0.4]), Statistic(1, [])]), new StatisticPanel("rate 5 Hz", [Statistic(0, [])])]),
        CumulativeFigure.Of(
            "detection-against-time", "Fractions against time.", "found (fraction)",
            [new TimedPanel("", [new TimedFraction("one look", SeriesStyle.StrokeOf(0), [1, 2, 3, 600], [0, 0.2, 0.1, 0.3], [0, 0.1, 0.1, 0.05])])], (0.05, "0.05")),
        HeatMapFigure.Of("heat-map", "A value against two.", new HeatMap
        {
            XLabel = "noise",
            Columns = ["1", "2"],
            YLabel = "rate (Hz)",
            Rows = ["250", "500"],
            Values = [1, double.PositiveInfinity, 100, double.NaN],
            Texts = ["1", ">600", "100", "–"],
            IsLogarithmic = true,
        }),
        VoltageFigure.Of("voltage", [new VoltageExcerpt("ratio 1", 10, 0.001, Wave(1), Wave(2), 0), new VoltageExcerpt("ratio 2", 10, 0.001, Wave(3), [.. Wave(4)[1..], double.NaN], 0)], "mV"),
        FlagCountsFigure.Of("flagged-by-chance", new FlagCounts
        {
            Pairs = 9,
            Runs = [3, 1, 0, 0, 0, 0, 0, 0, 0, 0],
            Expected = [2.3, 1.3, 0.3, 0, 0, 0, 0, 0, 0, 0],
            Surrogates = 100,
            LargestFlagged = 5,
            Exceedances = [.. Enumerable.Range(0, 36).Select(i => i * 100 / 35)],
        }),
    ];

    public static Figure Named(string name) => All.Single(figure => figure.Name == name);

    private static ConnectionKind[] Kinds => [ConnectionKind.Excitatory, ConnectionKind.Inhibitory, ConnectionKind.None, ConnectionKind.Unknown];

    private static double[] Ramp(double slope) => [double.NaN, .. Enumerable.Range(1, 39).Select(i => slope * i)];

    private static double[] Wave(int phase) => [.. Enumerable.Range(0, 1000).Select(i => Math.Sin(0.02 * i + phase))];

    private static double[] Flat(double value) => [.. Enumerable.Repeat(value, 1000)];

    private static StatisticLine Statistic(int at, double[] dots)
        => new(at == 0 ? "joint score" : "pairwise score", SeriesStyle.StrokeOf(at), SeriesStyle.MarkOf(at), [0.2, 0.4, 0.8], [0.2, double.NaN, double.PositiveInfinity])
        {
            DotXs = [.. dots.Select(_ => 0.2)],
            Dots = dots,
        };

    private static RocPanel Panel(string title) => new(title,
    [
        new RocCurve("excitatory", [0, 0, 1], [0, 1, 1], KindStyle.StrokeOf(ConnectionKind.Excitatory)),
        new RocCurve("inhibitory", [0, 0.5, double.NaN, 1], [0, 0.5, double.NaN, 1], KindStyle.StrokeOf(ConnectionKind.Inhibitory)),
    ]);
}
