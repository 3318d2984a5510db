using Spectre.Console;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>The live view in a terminal. It looks at the newest state and never holds the run back.</summary>
internal sealed class LiveView : IRunView
{
    private readonly LiveScreen _screen;
    private readonly IDisposable _estimates;
    private readonly IDisposable _progress;
    private readonly CancellationTokenSource _finished = new();
    private readonly Task _drawing;
    private EstimateReport? _newest;
    private RunProgress? _newestProgress;

    public LiveView(RecordingRun run, string folder, TimeProvider time)
    {
        _screen = new LiveScreen(run.Info, run.Truth, run.Pipeline.Online, folder);
        _estimates = run.Estimates.Subscribe(report => Volatile.Write(ref _newest, report), _ => { });
        _progress = run.Progress.Subscribe(progress => Volatile.Write(ref _newestProgress, progress), _ => { });
        _drawing = LiveLoop.DrawAsync(Draw, time, _finished.Token);
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

    private Rows Draw()
        => _screen.Draw(
            Volatile.Read(ref _newestProgress), Volatile.Read(ref _newest), AnsiConsole.Profile.Width, AnsiConsole.Profile.Height);
}
