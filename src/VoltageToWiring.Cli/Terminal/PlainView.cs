using System.Globalization;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>A line now and then, for output that is no terminal.</summary>
internal sealed class PlainView : IRunView
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly IDisposable _estimates;
    private readonly IDisposable _progress;
    private EstimateReport? _newest;
    private long _lastLine;

    public PlainView(RecordingRun run, string folder, TimeProvider time)
    {
        _time = time;
        _lastLine = time.GetTimestamp();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Info.Name}: {run.Info.Sources} trains, {run.Info.Targets} target(s), frames at {run.Info.FrameClock}. Results: {folder}"));
        _estimates = run.Estimates.Subscribe(report => Volatile.Write(ref _newest, report), _ => { });
        _progress = run.Progress.Subscribe(ShowNowAndThen, _ => { });
    }

    public void Finish(RunResult result)
    {
    }

    public ValueTask DisposeAsync()
    {
        _estimates.Dispose();
        _progress.Dispose();
        return ValueTask.CompletedTask;
    }

    private void ShowNowAndThen(RunProgress progress)
    {
        if (_time.GetElapsedTime(_lastLine) < Period)
            return;
        _lastLine = _time.GetTimestamp();
        string total = progress.TotalSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $" of {seconds:0.#}") : "";
        string found = Volatile.Read(ref _newest) is { } report ? "; " + Found(report) : "";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{progress.RecordedSeconds:0.0}{total} s, {progress.RealTimeFactor:0.0}x real time{found}"));
    }

    /// <summary>What a report says in a phrase: online states where there are any, or the one-look test.</summary>
    internal static string Found(EstimateReport report)
        => OnlineCounts.AreIn(report)
            ? OnlineCounts.Of(report).InWords()
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{RunViews.CountDetected(report)} of {report.Connections.Count} pairs at p ≤ 0.05 (one look)");
}
