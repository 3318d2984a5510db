using VoltageToWiring.Figures;
using VoltageToWiring.Figures.Style;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Sweeps;
using VoltageToWiring.Inference.Significance;
using static System.FormattableString;

namespace VoltageToWiring.Host.Reports.Sweeps.Kinds;

/// <summary>Which pairs a figure follows.</summary>
internal enum Followed
{
    /// <summary>Excitatory connections.</summary>
    Exc,

    /// <summary>Inhibitory connections.</summary>
    Inh,

    /// <summary>Pairs that are not connected.</summary>
    None,
}

/// <summary>The fraction of the pairs of one kind that was found by a time.</summary>
internal sealed record DetectionAgainstTime : SweepFigure
{
    private const double BeforeTheFirst = 0.9;
    private const string OneLook = "one-look", WatchedP = "watched-p";

    private static readonly string[] Judges = [OneLook, WatchedP, .. Enum.GetValues<ConnectionScore>().Select(OnlineNames.Of)];

    /// <summary>Which pairs.</summary>
    [Key("the pairs that are followed: exc and inh found with the right sign, none flagged with either")]
    public required Followed Kind { get; init; }

    /// <summary>Who judges.</summary>
    [Key("who judges, a line each: one-look (p ≤ 0.05 at that time alone), watched-p (p ≤ 0.05 at any report so far), and online scores: sta, pairwise, joint")]
    public required NameList By { get; init; }

    /// <summary>A key with a chart for each value.</summary>
    [Key("a key; each of its values has a chart")]
    public string? Panels { get; init; }

    /// <summary>A level to compare with.</summary>
    [Key("a fraction that is drawn as a line, such as 0.05", Min = 0, Max = 1, Limits = "0 to 1")]
    public double? Level { get; init; }

    /// <inheritdoc/>
    public override string OwnTitle => Kind == Followed.None ? "Unconnected pairs flagged, against time" : $"{(Kind == Followed.Exc ? "Excitatory" : "Inhibitory")} connections found, against time";

    /// <inheritdoc/>
    public override KeptFiles Needs => KeptFiles.Nothing with { Timeline = By.Names.Any(LooksAtP) };

    private ConnectionKind PairKind => Kind switch
    {
        Followed.Exc => ConnectionKind.Excitatory,
        Followed.Inh => ConnectionKind.Inhibitory,
        _ => ConnectionKind.None,
    };

    /// <inheritdoc/>
    public override void Check(FigureSettings settings)
    {
        settings.RequireKey("panels", Panels);
        if (By.Names.Count == 0)
            throw settings.Error("by", "is an empty list", $"some of {string.Join(", ", Judges)}");
        if (By.Names.FirstOrDefault(name => !Judges.Contains(name)) is { } unknown)
            throw settings.Error("by", $"names {unknown}", PipelineBinder.Suggestion(unknown, Judges));
    }

    /// <inheritdoc/>
    public override async Task<ReportFigure> OfAsync(SweptRuns runs, string name)
    {
        IReadOnlyList<string> values = Panels is null ? [""] : runs.Key(Panels).Values;
        var panels = new List<TimedPanel>();
        int pairs = 0;
        foreach (string value in values)
        {
            IReadOnlyList<RunsRow> rows = runs.With(Panels, value);
            var lines = new List<TimedFraction>();
            foreach ((int at, string judge) in By.Names.Index())
            {
                FoundPairs[] found = await Task.WhenAll(rows.Select(row => FoundBy(runs, row, judge))).ConfigureAwait(false);
                pairs = Math.Max(pairs, found.Sum(run => run.Pairs));
                lines.Add(LineOf(judge, at, found, runs, rows));
            }
            panels.Add(new TimedPanel(Panels is null ? "" : runs.Key(Panels).Titled(value), lines));
        }
        string what = Kind == Followed.None ? "flagged (fraction)" : "found (fraction)";
        Figure figure = CumulativeFigure.Of(
            name, $"{OwnTitle}.", what, panels, Level is { } level ? (level, Invariant($"{level:0.###}")) : null);
        return Drawn(Caption(pairs, runs), figure);
    }

    private string Caption(int pairs, SweptRuns runs)
    {
        string each = Panels is null ? "" : " in each chart";
        string looks = By.Names.Contains(OneLook) ? Invariant($" One look: p ≤ {StaEvaluation.ReferenceThreshold} had the recording ended then.") : "";
        string watched = By.Names.Contains(WatchedP) ? Invariant($" Watched p: p ≤ {StaEvaluation.ReferenceThreshold} at that or any earlier report.") : "";
        string scores = By.Names.Any(judge => !LooksAtP(judge)) ? " Scores are watched all along, with the error level of the experiment." : "";
        return Invariant($"At most {pairs} pairs{each}, in {runs.Table.Rows.Count} runs. Bands: one standard error over runs to each side.{looks}{watched}{scores}");
    }

    private TimedFraction LineOf(string judge, int at, FoundPairs[] found, SweptRuns runs, IReadOnlyList<RunsRow> rows)
    {
        FoundPairs[] counted = [.. found.Where(run => run.Pairs > 0)];
        if (counted.Length == 0)
            throw new LeftOutException($"No run has pairs that are {KindStyle.NameOf(PairKind)}.");
        double end = rows.Max(row => row.Figure("duration_s") ?? 0);
        ResolvedPipeline pipeline = runs.FolderOf(rows[0]).Resolved;
        double first = Math.Min(end, pipeline.Sta.ReportEveryFrames * pipeline.Simulation.FrameClock.PeriodSeconds);
        double[] times = [.. counted.SelectMany(run => run.ChangeSeconds).Append(first).Append(end).Where(time => time <= end).Distinct().Order()];
        // Scores begin with nothing found; of p nothing is known before the first report.
        times = LooksAtP(judge) ? times : [BeforeTheFirst * times[0], .. times];
        FieldStatistics[] over = [.. times.Select(time => FieldStatistics.Of(counted.Select(run => (double?)run.FractionAt(time))))];
        return new TimedFraction(
            judge.Replace('-', ' ') + (LooksAtP(judge) ? "" : " score"), SeriesStyle.StrokeOf(at),
            times, [.. over.Select(of => of.Mean ?? double.NaN)], counted.Length < 2 ? [] : [.. over.Select(of => of.StandardError ?? 0)]);
    }

    private async Task<FoundPairs> FoundBy(SweptRuns runs, RunsRow row, string judge)
    {
        ReportedPair[] pairs = [.. (await runs.PairsAsync(row, LooksAtP(judge) ? null : judge).ConfigureAwait(false)).Where(pair => pair.Kind == PairKind)];
        if (LooksAtP(judge))
        {
            OneLookTimeline looks = await Task.Run(() => runs.LooksOf(row)).ConfigureAwait(false);
            return FoundPairs.ByP(looks, [.. pairs.Select(pair => (pair.Source, pair.Target))], StaEvaluation.ReferenceThreshold, ever: judge == WatchedP);
        }
        if (row.Text($"evaluation.online.{judge}.fpr") is null && row.Text($"evaluation.online.{judge}.tpr_exc") is null)
            throw new LeftOutException($"The score {judge} did not run in every cell (inference.online.score).");
        bool IsRight(ReportedPair pair) => Kind == Followed.None || pair.Found == PairKind;
        return FoundPairs.ByTimes(pairs.Length, [.. pairs.Where(IsRight).Select(pair => pair.FoundAtSeconds).Where(double.IsFinite)]);
    }

    private static bool LooksAtP(string judge) => judge is OneLook or WatchedP;
}
