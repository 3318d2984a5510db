using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>The live view in a terminal: progress, speed, every connection, the books. It looks at the newest state and never holds the run back.</summary>
internal sealed class LiveView : IRunView
{
    private const int MaxRowsPerColumn = 15;
    private const int ColumnWidth = 46;

    // Title, progress, count, table head, books, folder, and the blank lines between them.
    private const int LinesAround = 12;

    // Orange and blue are told apart by nearly everybody.
    private const string ExcitatoryColour = "orange1";
    private const string InhibitoryColour = "deepskyblue1";

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    private readonly RecordingRun _run;
    private readonly string _folder;
    private readonly IDisposable _estimates;
    private readonly IDisposable _progress;
    private readonly CancellationTokenSource _finished = new();
    private readonly Task _drawing;
    private EstimateReport? _newest;
    private RunProgress? _newestProgress;

    public LiveView(RecordingRun run, string folder, TimeProvider time)
    {
        _run = run;
        _folder = folder;
        _estimates = run.Estimates.Subscribe(report => Volatile.Write(ref _newest, report), _ => { });
        _progress = run.Progress.Subscribe(progress => Volatile.Write(ref _newestProgress, progress), _ => { });
        _drawing = Task.Run(() => DrawAsync(time));
    }

    public void Finish(RunResult result) => _finished.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _finished.CancelAsync().ConfigureAwait(false);
        await _drawing.ConfigureAwait(false);
        _estimates.Dispose();
        _progress.Dispose();
        _finished.Dispose();
    }

    private async Task DrawAsync(TimeProvider time)
    {
        await AnsiConsole.Live(Draw()).AutoClear(false).Overflow(VerticalOverflow.Ellipsis).StartAsync(async context =>
        {
            using var timer = new PeriodicTimer(Refresh, time);
            try
            {
                while (await timer.WaitForNextTickAsync(_finished.Token).ConfigureAwait(false))
                    context.UpdateTarget(Draw());
            }
            catch (OperationCanceledException)
            {
                // The run is over: the last state is drawn once more.
            }
            context.UpdateTarget(Draw());
        }).ConfigureAwait(false);
    }

    private Rows Draw()
    {
        RunProgress? progress = Volatile.Read(ref _newestProgress);
        EstimateReport? report = Volatile.Read(ref _newest);
        var parts = new List<IRenderable>
        {
            new Rule($"[bold]{Markup.Escape(_run.Info.Name)}[/]  {_run.Info.Sources} trains → {_run.Info.Targets} target{(_run.Info.Targets == 1 ? "" : "s")}, {_run.Info.FrameClock}") { Justification = Justify.Left },
            new Markup(ProgressLine(progress)),
            new Text(""),
            report is null ? new Markup("[grey]the first estimates come with the first report …[/]") : Connections(report),
            new Text(""),
        };
        if (progress is not null)
            parts.Add(new Markup($"[grey]{Markup.Escape(Books(progress.Ledger))}[/]"));
        parts.Add(new Markup($"[grey]results → {Markup.Escape(_folder)}   Ctrl-C stops and keeps what was found[/]"));
        return new Rows(parts);
    }

    private static string ProgressLine(RunProgress? progress)
    {
        if (progress is null)
            return "[grey]preparing …[/]";
        const int Width = 40;
        double total = progress.TotalSeconds ?? progress.RecordedSeconds;
        int filled = total > 0 ? (int)(Width * Math.Min(1, progress.RecordedSeconds / total)) : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[green]{new string('━', filled)}[/][grey]{new string('─', Width - filled)}[/]  {progress.RecordedSeconds:0.0} / {total:0.0} s   {progress.RealTimeFactor:0.00}× real time");
    }

    private Columns Connections(EstimateReport report)
    {
        var columns = new List<IRenderable>();
        int rows = Math.Clamp(AnsiConsole.Profile.Height - LinesAround, 1, MaxRowsPerColumn);
        int room = rows * Math.Max(1, AnsiConsole.Profile.Width / ColumnWidth);
        // Where there is no room for all, the most telling ones are shown.
        bool all = report.Connections.Count <= room;
        ConnectionEstimate[] shown = all
            ? [.. report.Connections]
            : [.. report.Connections.OrderBy(e => e.OneLook?.ExactP ?? 2).ThenByDescending(e => e.RelativeHeight ?? 0).Take(room)];
        foreach (ConnectionEstimate[] part in shown.Chunk(rows))
        {
            var table = new Table().Border(TableBorder.Simple).Collapse();
            table.AddColumn("pair").AddColumn("found").AddColumn(new TableColumn("p").RightAligned())
                .AddColumn("height").AddColumn("truth");
            foreach (ConnectionEstimate estimate in part)
                table.AddRow(Row(estimate));
            columns.Add(table);
        }
        int found = report.Connections.Count(RunViews.IsDetected);
        string title = string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{found} of {report.Connections.Count}[/] pairs at p ≤ 0.05, one look, {report.TimeSeconds:0.0} s recorded{(all ? "" : $" [grey](the {shown.Length} smallest)[/]")}");
        return new Columns([new Rows(new Markup(title), new Columns(columns) { Expand = false })]);
    }

    private Markup[] Row(ConnectionEstimate estimate)
    {
        bool detected = RunViews.IsDetected(estimate);
        NeuronKind kind = RunViews.KindOf(estimate);
        NeuronKind? truth = _run.Truth[estimate.Source, estimate.Target];
        string colour = !detected ? "grey" : Colour(kind);
        string found = estimate.OneLook is null ? "…" : detected ? $"● {RunViews.Name(kind)}" : "·";
        return
        [
            new Markup($"[{colour}]{estimate.Source}→{estimate.Target}[/]"),
            new Markup($"[{colour}]{found}[/]"),
            new Markup($"[{colour}]{RunViews.P(estimate)}[/]"),
            new Markup($"[{colour}]{Bar(estimate.RelativeHeight)}[/]"),
            new Markup($"[grey]{RunViews.Name(truth)}[/]"),
        ];
    }

    /// <summary>Relative height as a bar: nothing at 1, eight cells at 3.</summary>
    private static string Bar(double? relativeHeight)
    {
        const int Width = 8;
        int eighths = (int)Math.Clamp(((relativeHeight ?? 1) - 1) / 2 * Width * 8, 0, Width * 8);
        string bar = new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : " ▏▎▍▌▋▊▉"[eighths % 8]);
        return bar.PadRight(Width);
    }

    private static string Books(LedgerAccount ledger) => string.Create(
        CultureInfo.InvariantCulture,
        $"frames {ledger.FramesIn} in, {ledger.FramesUsed} used, {ledger.FramesDropped} dropped · spikes {ledger.SpikesIn} in, {ledger.SpikesUsed} used, {ledger.SpikesInGap} in a gap, {ledger.SpikesLate} late");

    private static string Colour(NeuronKind kind) => kind == NeuronKind.Excitatory ? ExcitatoryColour : InhibitoryColour;
}
