using System.Globalization;
using VoltageToWiring.Host.Sending;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Cli.Terminal;

/// <summary>How far sending is: a line now and then.</summary>
internal sealed class SendView : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly SendRun _run;
    private readonly TimeProvider _time;
    private readonly IDisposable? _progress;
    private long _lastLine;

    public SendView(bool quiet, SendRun run, string to, TimeProvider time)
    {
        _run = run;
        _time = time;
        _lastLine = time.GetTimestamp();
        if (quiet)
            return;
        RecordingInfo info = run.Info;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Sending {info.Name} to {to}: {info.Sources} trains, {(info.Pixels is { } pixels ? $"frames of {pixels}" : $"{info.Targets} target(s), frames")} at {info.FrameClock}."));
        _progress = run.Progress.Subscribe(ShowNowAndThen, _ => { });
    }

    /// <summary>Shows nothing more.</summary>
    public void Finish() => _progress?.Dispose();

    public void Dispose() => Finish();

    private void ShowNowAndThen(RunProgress progress)
    {
        if (_time.GetElapsedTime(_lastLine) < Period)
            return;
        _lastLine = _time.GetTimestamp();
        string total = "", left = "";
        if (progress.TotalSeconds is { } seconds)
        {
            total = string.Create(CultureInfo.InvariantCulture, $" of {seconds:0.#}");
            left = progress.RealTimeFactor > 0
                ? string.Create(CultureInfo.InvariantCulture, $", {(seconds - progress.RecordedSeconds) / progress.RealTimeFactor:0} s left")
                : "";
        }
        string found = _run.Report is { } report ? "; " + SendEnding.Counts(report) : "";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{progress.RecordedSeconds:0.0}{total} s sent, {progress.RealTimeFactor:0.0}x real time{left}{found}"));
    }
}
