using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>One screen of the live view: progress, speed, every connection, the books.</summary>
/// <param name="info">The recording.</param>
/// <param name="truth">The wiring; null where nobody knows it.</param>
/// <param name="online">How connections are tested online; null where they are not.</param>
/// <param name="folder">Where the results go.</param>
internal sealed class LiveScreen(RecordingInfo info, Wiring? truth, OnlineOptions? online, string folder)
{
    // Title, progress and a blank line above; a blank line, books and folder below, and the line of the cursor. The last may break.
    private const int LinesAround = 7;
    private const int LinesThatMayBreak = 2;

    private readonly OneLookTable _averages = new(truth);
    private readonly OnlinePanel? _online = online is null ? null : new OnlinePanel(truth, online, info.AmplitudeUnit);
    private (EstimateReport Report, int Width, int Height, IRenderable Drawing)? _newest;

    /// <summary>Draws the newest state.</summary>
    /// <param name="progress">How far the run is; null before it starts.</param>
    /// <param name="report">The newest estimates; null before the first.</param>
    /// <param name="width">Cells across.</param>
    /// <param name="height">Lines.</param>
    public Rows Draw(RunProgress? progress, EstimateReport? report, int width, int height)
    {
        var parts = new List<IRenderable>
        {
            new Rule($"[bold]{Markup.Escape(info.Name)}[/]  {info.Sources} trains → {info.Targets} target{(info.Targets == 1 ? "" : "s")}, {info.FrameClock}") { Justification = Justify.Left },
            new Markup(ProgressLine(progress)),
            new Text(""),
            report is null
                ? new Markup("[grey]the first estimates come with the first report …[/]")
                : Connections(report, width, height - LinesAround),
            new Text(""),
        };
        if (progress is not null)
            parts.Add(new Markup($"[grey]{Markup.Escape(Books(progress.Ledger))}[/]"));
        parts.Add(new Markup($"[grey]results → {Markup.Escape(folder)}   Ctrl-C stops and keeps what was found[/]"));
        return new Rows(parts);
    }

    // A screen is drawn more often than there are reports, and a report may be of millions of pairs.
    private IRenderable Connections(EstimateReport report, int width, int height)
    {
        if (_newest is not { } drawn || !ReferenceEquals(drawn.Report, report) || drawn.Width != width || drawn.Height != height)
            _newest = drawn = (report, width, height, Draw(report, width, height));
        return drawn.Drawing;
    }

    private IRenderable Draw(EstimateReport report, int width, int height)
        => _online is { } panel && OnlineCounts.AreIn(report)
            ? panel.Draw(report, width, height - LinesThatMayBreak)
            : _averages.Draw(report, width, height);

    private static string ProgressLine(RunProgress? progress)
    {
        if (progress is null)
            return "[grey]preparing …[/]";
        if (progress.TotalSeconds is not { } total)
            return string.Create(CultureInfo.InvariantCulture, $"{progress.RecordedSeconds:0.0} s   {progress.RealTimeFactor:0.00}× real time");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ProgressLines.Markup(total > 0 ? progress.RecordedSeconds / total : 0)}  {progress.RecordedSeconds:0.0} / {total:0.0} s   {progress.RealTimeFactor:0.00}× real time");
    }

    private static string Books(LedgerAccount ledger) => string.Create(
        CultureInfo.InvariantCulture,
        $"frames {ledger.FramesIn} in, {ledger.FramesUsed} used, {ledger.FramesDropped} dropped · spikes {ledger.SpikesIn} in, {ledger.SpikesUsed} used, {ledger.SpikesInGap} in a gap, {ledger.SpikesLate} late");
}
