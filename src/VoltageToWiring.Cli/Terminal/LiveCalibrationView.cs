using System.Globalization;
using Spectre.Console;
using VoltageToWiring.Host.Calibration;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>A calibration in a terminal: how far it is, and the figures so far.</summary>
internal sealed class LiveCalibrationView : IAsyncDisposable
{
    private readonly CalibrationRun _run;
    private readonly int _workers;
    private readonly string _folder;
    private readonly CancellationTokenSource _finished = new();
    private readonly Task _drawing;

    public LiveCalibrationView(CalibrationRun run, int workers, string folder, TimeProvider time)
    {
        _run = run;
        _workers = workers;
        _folder = folder;
        _drawing = LiveLoop.DrawAsync(Draw, time, _finished.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _finished.CancelAsync().ConfigureAwait(false);
        await _drawing.ConfigureAwait(false);
        _finished.Dispose();
    }

    private Rows Draw()
    {
        CalibrationProgress progress = _run.Progress();
        string percent = string.Create(CultureInfo.InvariantCulture, $"{100 * progress.Fraction:0} %");
        return new Rows(
            new Rule($"[bold]{Markup.Escape(CalibrationWords.Beginning(_run.Plan, _workers))}[/]") { Justification = Justify.Left },
            new Markup($"{ProgressLines.Markup(progress.Fraction)}  {percent}"),
            new Text(CalibrationWords.SoFar(progress, _run.Plan.Recordings)),
            new Markup($"[grey]results → {Markup.Escape(_folder)}   Ctrl-C stops and keeps the recordings that came to their end[/]"));
    }
}
