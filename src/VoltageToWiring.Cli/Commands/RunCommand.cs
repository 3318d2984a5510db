using System.CommandLine;
using Serilog;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Host.Evaluation;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Simulation.Neurons;
using VoltageToWiring.Streaming.Recordings;
using VoltageToWiring.Streaming.Running;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>run</c>: runs a pipeline and writes its results.</summary>
internal sealed class RunCommand
{
    private const double ImplausibleSpikesPerStep = 0.1;

    private readonly TimeProvider _time;

    private readonly Argument<string?> _pipeline = new("PIPELINE")
    {
        Description = "A pipeline file. Default: the simulated live recording.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _set = PipelineArguments.Set();

    private readonly Option<string?> _out = PipelineArguments.Out("<name>");

    private readonly Option<bool> _force = PipelineArguments.Force();

    private readonly Option<string?> _pace = new("--pace")
    {
        Description = "How fast a simulated recording runs: max, realtime, or a multiple such as 4x.",
        HelpName = "max|realtime|4x",
    };

    private readonly Option<string?> _until = new("--until")
    {
        Description = "Stop after this much recording, or as soon as every pair is decided.",
        HelpName = "end|decided|60s",
    };

    private readonly Option<string?> _workers = new("--workers")
    {
        Description = "Threads that share the work of inference; never changes a result.",
        HelpName = "auto|N",
    };

    private readonly Option<bool> _noReport = new("--no-report") { Description = "Write no report.html; v2w report writes it later." };

    private readonly Option<string?> _publish = new("--publish")
    {
        Description = "Publish estimates as they come over ZeroMQ, as JSON: an address of this machine and a port.",
        HelpName = "tcp://127.0.0.1:5803",
    };

    private readonly Option<string?> _figures = ReportArguments.Figures();

    private readonly Option<string?> _theme = ReportArguments.Theme();

    private readonly Option<bool> _quiet = PipelineArguments.Quiet();

    public RunCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("run", "Run a pipeline and write its results.")
        {
            _pipeline, _set, _out, _force, _pace, _until, _workers, _noReport, _publish, _figures, _theme, _quiet,
        };
        Command.SetAction((parsed, cancellation) => RunAsync(
            new Request(
                parsed.GetValue(_pipeline), Settings(parsed), parsed.GetValue(_out), parsed.GetValue(_force), parsed.GetValue(_quiet),
                parsed.GetValue(_figures), parsed.GetValue(_theme)),
            cancellation));
    }

    public Command Command { get; }

    public Task<int> RunEmbeddedAsync(CancellationToken cancellation)
        => RunAsync(new Request(null, [], null, false, false, null, null), cancellation);

    // Options that stand for a key are that key set last.
    private IReadOnlyList<PipelineSetting> Settings(ParseResult parsed)
    {
        var settings = new List<PipelineSetting>((parsed.GetValue(_set) ?? []).Select(assignment => new PipelineSetting(assignment)));
        if (parsed.GetValue(_pace) is { } pace)
            settings.Add(new PipelineSetting($"pace={pace}", "--pace"));
        if (parsed.GetValue(_until) is { } until)
            settings.Add(new PipelineSetting($"until={until}", "--until"));
        if (parsed.GetValue(_workers) is { } workers)
            settings.Add(new PipelineSetting($"workers={workers}", "--workers"));
        if (parsed.GetValue(_publish) is { } publish)
            settings.Add(new PipelineSetting($"publish.zeromq={publish}", "--publish"));
        if (parsed.GetValue(_noReport))
            settings.Add(new PipelineSetting("report=none", "--no-report"));
        return settings;
    }

    private async Task<int> RunAsync(Request request, CancellationToken cancellation)
    {
        LoadedPipeline pipeline;
        ResultsFolder folder;
        FigureFiles? figures;
        _ = Task.Run(PrepareResults, CancellationToken.None);
        try
        {
            figures = ReportArguments.Read(request.Figures, request.Theme);
            pipeline = PipelineArguments.Load(request.Pipeline, request.Settings);
            if (pipeline.Source is KnownSource)
            {
                RecordingRun.Require(pipeline.Resolved);
                ResourceEstimate.Of(pipeline).RequireMemory();
            }
            folder = ResultsFolder.Open(request.Out ?? ResultsFolder.DefaultPath(pipeline.File.Name, _time), request.Force);
        }
        catch (PipelineException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }

        await using Serilog.Core.Logger log = RunLog.Create(folder.Log, warnsOnTerminal: true);
        try
        {
            return await RunAsync(pipeline, folder, log, request.Quiet, figures, cancellation).ConfigureAwait(false);
        }
        catch (PipelineException problem)
        {
            log.Error("{Reason}", problem.Message);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            log.Information("Cancelled before a recording came");
            if (!request.Quiet)
                Console.WriteLine("Cancelled before a recording came.");
            return ExitCode.Cancelled;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            log.Error("The results cannot be written to {Folder}: {Reason}", folder.Path, problem.Message);
            return ExitCode.RunFailed;
        }
    }

    // What comes at the end of a run is compiled beside its start, which keeps one core busy.
    private static void PrepareResults()
    {
        ResultsJson.Prepare();
        RunEvaluation.Prepare();
    }

    private async Task<int> RunAsync(
        LoadedPipeline pipeline, ResultsFolder folder, Serilog.Core.Logger log, bool quiet, FigureFiles? figures, CancellationToken cancellation)
    {
        log.Information("v2w {Version} runs {Pipeline} on {Machine}", Environs.Version, pipeline.File.Name, Environs.Machine);
        bool reports = pipeline.File.Report == ReportSetting.Html || figures is not null;
        if (reports)
            _ = Task.Run(RunReport.Prepare, CancellationToken.None);
        RunResult result = await RecordAsync(pipeline, folder, log, quiet, cancellation).ConfigureAwait(false);
        if (ManyPairs.Are(result.Info.Pairs.Count))
            await CollectAsync().ConfigureAwait(false);
        Task tables = folder.WriteTablesAsync(result);
        RunEvaluation evaluation = RunEvaluation.Of(result);
        ResultsJson results = ResultsJson.From(result, evaluation, Environs.Version, Environs.Machine);
        await Task.WhenAll(tables, Task.Run(() => folder.WriteResults(results.WithPeakMemory()), CancellationToken.None)).ConfigureAwait(false);
        string? report = null;
        if (reports)
        {
            report = await WriteReportAsync(new RunFolder(folder.Path, results, pipeline), figures).ConfigureAwait(false);
            // Once more: now with the memory that the report took.
            folder.WriteResults(results.WithPeakMemory());
        }
        RunViews.WriteEnding(quiet, result, evaluation, folder.Path, report);
        return Conclude(result, log);
    }

    // By itself, so that what the run held is nobody's any more when it returns.
    private async Task<RunResult> RecordAsync(LoadedPipeline pipeline, ResultsFolder folder, ILogger log, bool quiet, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task pipelineWritten = WriteBesideTheRunAsync(pipeline, folder, stop);
        var waiting = new WaitingView(quiet, log);
        await using PublishedResults? published = PublishedResults.Of(pipeline.File, _time);
        if (published is not null)
            waiting.Say($"Publishing estimates at tcp://{published.EndPoint}.");
        OpenPipeline open = await pipeline.OpenToInferAsync(waiting.Say, _time, stop.Token).ConfigureAwait(false);
        waiting.Finish(open);
        using var run = new RecordingRun(open.Resolved, open.Recording, _time);
        using var timeline = new TimelineWriter(folder.Timeline);
        using IDisposable lines = run.Estimates.Subscribe(timeline);
        if (published is not null)
            published.AmplitudeUnit = open.Recording.Info.AmplitudeUnit;
        using IDisposable? publishing = published is null ? null : run.Estimates.Subscribe(published);
        await using IRunView view = RunViews.Create(quiet, run, folder.Path, _time);
        RunResult result = await run.RunAsync(stop.Token).ConfigureAwait(false);
        await pipelineWritten.ConfigureAwait(false);
        view.Finish(result);
        return result;
    }

    /// <summary>Writes the report and the figures, whichever is wanted, and says where the report is.</summary>
    private static async Task<string?> WriteReportAsync(RunFolder folder, FigureFiles? figures)
    {
        RunReport report = await RunReport.OfAsync(folder).ConfigureAwait(false);
        figures?.Write(report, folder.Path);
        return folder.Pipeline.File.Report == ReportSetting.Html ? report.Write(folder.Path) : null;
    }

    // What inference held makes room for results. On a stack of its own: that of the run still holds what it used.
    private static async Task CollectAsync()
    {
        await Task.Yield();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
    }

    /// <summary>Writes the resolved pipeline; where that fails, the run ends.</summary>
    private static Task WriteBesideTheRunAsync(LoadedPipeline pipeline, ResultsFolder folder, CancellationTokenSource stop)
        => Task.Run(
            () =>
            {
                try
                {
                    folder.WritePipeline(pipeline);
                }
                catch
                {
                    stop.Cancel();
                    throw;
                }
            },
            CancellationToken.None);

    private static int Conclude(RunResult result, ILogger log)
    {
        LedgerAccount ledger = result.Outcome.Progress.Ledger;
        log.Information("{Ending} after {Recorded} s of recording in {Elapsed}; {@Ledger}",
            result.Outcome.Ending, result.Outcome.Progress.RecordedSeconds, result.Outcome.Progress.Elapsed, ledger);
        foreach ((OutputSpikes spikes, int target) in result.OutputSpikes.Select((spikes, target) => (spikes, target)))
        {
            if (spikes.RateHz * result.Info.SpikeClock.PeriodSeconds > ImplausibleSpikesPerStep)
            {
                log.Warning(
                    "Neuron {Target} fired {Rate} times a second, in more than every tenth timestep: its input is too strong for Euler's method at this timestep",
                    target, spikes.RateHz);
            }
        }
        if (result.Outcome.Fault is { } fault)
        {
            log.Error(fault, "{Message}", fault.Message);
            return ExitCode.RunFailed;
        }
        if (!ledger.Balances)
        {
            log.Error("The books do not balance: {@Ledger}", ledger);
            return ExitCode.RunFailed;
        }
        return result.Outcome.Ending == RunEnding.Cancelled ? ExitCode.Cancelled : ExitCode.Ok;
    }

    private sealed record Request(string? Pipeline, IReadOnlyList<PipelineSetting> Settings, string? Out, bool Force, bool Quiet, string? Figures, string? Theme);
}
