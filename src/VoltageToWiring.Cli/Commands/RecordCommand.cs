using System.CommandLine;
using System.Globalization;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Recorded;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>record</c>: writes the recording of a pipeline into a file, and infers nothing.</summary>
internal sealed class RecordCommand
{
    private readonly TimeProvider _time;

    private readonly Argument<string?> _pipeline = new("PIPELINE")
    {
        Description = "A pipeline file, whose source is recorded. Default: the simulated live recording.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _to = new("--to")
    {
        Description = "The file; its name says the format: .v2wlog, .nwb, .npz or .csv. A log is written while the recording goes on, and converted at its end.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string[]> _set = PipelineArguments.Set();

    private readonly Option<bool> _force = new("--force") { Description = "Replace the file." };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print nothing but the file and errors." };

    public RecordCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("record", "Write the recording of a pipeline into a file, whatever its source; nothing is inferred.") { _pipeline, _to, _set, _force, _quiet };
        Command.SetAction((parsed, cancellation) => FileProblems.CatchAsync("Cancelled before the recording began.", () => RunAsync(parsed, cancellation)));
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string to = parsed.GetValue(_to)!;
        LoadedPipeline pipeline = PipelineArguments.Load(parsed.GetValue(_pipeline), (parsed.GetValue(_set) ?? []).Select(setting => new PipelineSetting(setting)));
        var session = new RecordingSession(to, _time);
        MakeRoom(to, session.LogPath, pipeline.Source, parsed.GetValue(_force));
        (ResolvedPipeline resolved, IRecording opened) = await pipeline.OpenAsync(Console.Error.WriteLine, _time, cancellation).ConfigureAwait(false);
        RecordingRun.RequireTraces(pipeline.Name, opened.Info);
        await using IRecording recording = opened;
        RunOutcome outcome;
        await using (WorkViews.Create(parsed.GetValue(_quiet), Work(session, resolved, to), _time))
            outcome = await Task.Run(() => session.RunAsync(recording, resolved.StopAfterFrames, resolved.Pace, cancellation), CancellationToken.None).ConfigureAwait(false);
        if (outcome.Fault is { } fault)
            await Console.Error.WriteLineAsync(fault.Message).ConfigureAwait(false);
        LedgerAccount account = outcome.Progress.Ledger;
        string written = File.Exists(to) ? to : session.LogPath;
        Console.WriteLine(parsed.GetValue(_quiet) ? written : string.Create(CultureInfo.InvariantCulture, $"Recorded: {account.FramesIn} frames, {account.SpikesIn} spikes: {written}"));
        return outcome.Ending switch
        {
            RunEnding.Completed => ExitCode.Ok,
            RunEnding.Cancelled => ExitCode.Cancelled,
            _ => ExitCode.RunFailed,
        };
    }

    private static void MakeRoom(string to, string log, RecordingSource source, bool force)
    {
        if (source is FileSource file && (Path.GetFullPath(to) == file.Path || Path.GetFullPath(log) == file.Path))
            throw new PipelineException($"{to}: found the file that is read; allowed is another one.");
        if (File.Exists(to) && !force)
            throw new PipelineException($"{to}: found a file; allowed is a new name, or --force to replace it.");
        if (log != to && File.Exists(log))
            throw new PipelineException($"{log}: found the log of a recording that was not concluded; v2w convert makes a file of it, and then it may be deleted.");
        if (log == to)
            File.Delete(to);
    }

    private static WatchedWork Work(RecordingSession session, ResolvedPipeline pipeline, string to) => new(
        $"Recording {pipeline.Declared.Name}", to, "what was recorded", () =>
        {
            LedgerAccount account = session.Account;
            double fraction = session.Converted ?? (double)account.FramesReached / Math.Max(1, pipeline.StopAfterFrames ?? pipeline.Declared.TotalFrames ?? long.MaxValue);
            string doing = session.Converted is null ? "recorded" : "recorded, being converted";
            return (Math.Min(1, fraction), string.Create(CultureInfo.InvariantCulture, $"{account.FramesIn} frames and {account.SpikesIn} spikes {doing}"));
        });
}
