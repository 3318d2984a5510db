using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Axes;
using VoltageToWiring.Figures.Charts;
using VoltageToWiring.Figures.Style;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Sweeps;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>The recording time by which half of the connections of a strength are found, for strengths that differ within the wiring.</summary>
internal sealed record DetectableStrength : SweepFigure
{
    private const double NanoSiemens = 1e-9;

    // The first point does not lie on the edge.
    private const double BeforeTheFirst = 0.8;

    /// <summary>A key with a line for each value.</summary>
    [Key("a key; each of its values has a line")]
    public required string Lines { get; init; }

    /// <summary>The score.</summary>
    [Key("the online score that finds them. Default: joint")]
    public ConnectionScore Score { get; init; } = ConnectionScore.Joint;

    /// <inheritdoc/>
    public override string OwnTitle => "The weakest connection that is found";

    /// <inheritdoc/>
    public override void Check(FigureSettings settings) => settings.RequireKey("lines", Lines);

    /// <inheritdoc/>
    public override async Task<ReportFigure> OfAsync(SweptRuns runs, string name)
    {
        SweptKey key = runs.Key(Lines);
        var found = new Dictionary<(string Line, ConnectionKind Kind, double Strength), List<double>>();
        foreach (RunsRow row in runs.Table.Rows)
            await GatherAsync(runs, row, found).ConfigureAwait(false);
        if (found.Count == 0)
            throw new LeftOutException($"No finished cell has connections that the {OnlineNames.Of(Score)} score judged.");
        ConnectionKind[] kinds = [.. found.Keys.Select(of => of.Kind).Distinct().Order()];
        StatisticPanel[] panels =
        [
            .. kinds.Select(kind => new StatisticPanel(
                KindStyle.NameOf(kind), [.. key.Values.Select((value, at) => LineOf(key.Titled(value), at, Times(found, value, kind)))])),
        ];
        double end = runs.Table.Rows.Max(row => row.Figure("duration_s") ?? 1);
        double first = panels.SelectMany(panel => panel.Lines).SelectMany(line => line.Xs).Where(double.IsFinite).DefaultIfEmpty(end / 60).Min();
        TimeAxis time = TimeAxis.Of("recorded so far", BeforeTheFirst * first, end);
        StatisticPanel[] inUnits = [.. panels.Select(panel => panel with { Lines = [.. panel.Lines.Select(line => line with { Xs = time.InUnits(line.Xs) })] })];
        FigureAxis strength = FigureAxis.Around(
            "strength (nS)", AxisScale.Logarithmic, [[.. found.Keys.Select(of => of.Strength / NanoSiemens)]]);
        return Drawn(
            "Each point: the recording time by which half of the connections of that strength were found, over all runs. "
            + "Read upwards from a length of recording: what lies above its line is found more often than not. "
            + Invariant($"Strengths of which fewer than half were found in {end / 60:0.#} min have no point."),
            StatisticFigure.Of(name, "Smallest strength found against recording time.", time.Axis, strength, inUnits));
    }

    private async Task GatherAsync(SweptRuns runs, RunsRow row, Dictionary<(string, ConnectionKind, double), List<double>> found)
    {
        RunFolder folder = runs.FolderOf(row);
        SimulationOptions simulation = folder.Resolved.Simulation;
        Dictionary<(int, int), Synapse> synapses = simulation.Recorded.TruthOf(simulation.Wiring).Synapses.ToDictionary(synapse => (synapse.Source, synapse.Target));
        foreach (ReportedPair pair in await runs.PairsAsync(row, OnlineNames.Of(Score)).ConfigureAwait(false))
        {
            if (!synapses.TryGetValue((pair.Source, pair.Target), out Synapse synapse))
                continue;
            (string, ConnectionKind, double) of = (runs.ValueOf(row, Lines), pair.Kind, synapse.StrengthSiemens);
            if (!found.TryGetValue(of, out List<double>? times))
                found[of] = times = [];
            times.Add(pair.Found == pair.Kind && double.IsFinite(pair.FoundAtSeconds) ? pair.FoundAtSeconds : double.PositiveInfinity);
        }
    }

    private static (double Strength, double Seconds)[] Times(
        Dictionary<(string Line, ConnectionKind Kind, double Strength), List<double>> found, string line, ConnectionKind kind)
        =>
        [
            .. found.Where(of => of.Key.Line == line && of.Key.Kind == kind).OrderBy(of => of.Key.Strength)
                .Select(of => (of.Key.Strength / NanoSiemens, Median.Of([.. of.Value])!.Value)),
        ];

    private static StatisticLine LineOf(string name, int at, (double Strength, double Seconds)[] points)
        => new(
            name, SeriesStyle.StrokeOf(at), SeriesStyle.MarkOf(at), [.. points.Select(point => double.IsFinite(point.Seconds) ? point.Seconds : double.NaN)],
            [.. points.Select(point => point.Strength)]);
}
