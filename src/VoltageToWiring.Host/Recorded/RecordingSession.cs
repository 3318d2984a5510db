using System.Reactive;
using VoltageToWiring.Files.Recordings;
using VoltageToWiring.Files.Recordings.Logs;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Streaming.Links;
using VoltageToWiring.Streaming.Pacing;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;
using VoltageToWiring.Streaming.Stages;

namespace VoltageToWiring.Host.Recorded;

/// <summary>
/// A recording that goes into a file: into a log while it goes on, which survives whatever happens, and from there into another format at its end.
/// </summary>
public sealed class RecordingSession
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Ledger _ledger = new();
    private RecordingConversion? _conversion;

    /// <summary>A session that has not begun.</summary>
    /// <param name="path">The file; its name says the format.</param>
    /// <param name="time">Wall time.</param>
    public RecordingSession(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
        LogPath = RecordingFormats.ToWrite(path) == RecordingFormat.Log ? path : path + ".v2wlog";
    }

    /// <summary>Where the log is. It is gone at the end, where another format was asked for and could be written.</summary>
    public string LogPath { get; }

    /// <summary>The books so far.</summary>
    public LedgerAccount Account => _ledger.Snapshot();

    /// <summary>How much of the log is converted; null before its end.</summary>
    public double? Converted => _conversion?.Fraction;

    /// <summary>Records to the end, to a fault or to a cancellation; what came is in the file in any case.</summary>
    /// <param name="recording">The recording; stays the caller's.</param>
    /// <param name="stopAfterFrames">Frames after which it ends; null for its own end.</param>
    /// <param name="pace">How fast, where it does not decide that itself.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="IOException">The log cannot be begun, or cannot be converted; it then stays.</exception>
    public async Task<RunOutcome> RunAsync(IRecording recording, long? stopAfterFrames, Pace pace, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(recording);
        RunOutcome outcome;
        using (var log = new RecordingLog(LogPath, recording.Info, _time))
        {
            outcome = await LogAsync(recording, log, stopAfterFrames, pace, cancellation).ConfigureAwait(false);
            log.Complete();
        }
        // Whoever sent it hears that all of it is on the disk, and need not wait for the conversion.
        if (recording.Results is { } sender)
            await sender.ConcludeAsync().ConfigureAwait(false);
        if (LogPath != _path)
            Convert();
        return outcome;
    }

    private async Task<RunOutcome> LogAsync(IRecording recording, RecordingLog log, long? stopAfterFrames, Pace pace, CancellationToken cancellation)
    {
        try
        {
            recording.Prepare(cancellation);
        }
        catch (Exception early) when (early is OperationCanceledException or StageFaultException)
        {
            var nothing = new RunProgress(TimeSpan.Zero, 0, null, _ledger.Close());
            return new RunOutcome(early is StageFaultException ? RunEnding.Faulted : RunEnding.Cancelled, early as StageFaultException, nothing, new RunTelemetry([], []));
        }
        Pipeline pipeline = recording.Start(new RecordingStart(stopAfterFrames, null, pace, LinkPlan.None, _time, Ledger: _ledger))
            .Through(new LogStage(log, _ledger))
            .Into(Observer.Create<long>(_ => { }, _ => { }));
        return await pipeline.RunAsync(recording.Info, _ledger, cancellation).ConfigureAwait(false);
    }

    // Not to be cancelled: a recording is ended with Ctrl-C, and its file is wanted.
    private void Convert()
    {
        using (var log = new LogFile(LogPath))
        {
            if (log.Contents.Frames == 0)
                return;
            _conversion = new RecordingConversion(log, _path, _time);
            _conversion.Run(CancellationToken.None);
        }
        File.Delete(LogPath);
    }
}
