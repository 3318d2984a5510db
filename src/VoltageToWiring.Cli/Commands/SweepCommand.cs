using System.CommandLine;
using Serilog;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports;
using VoltageToWiring.Host.Reports.Sweeps;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>sweep</c>: runs a pipeline with many values of its keys, side by side, and goes on where it was.</summary>
internal sealed class SweepCommand
{
    private readonly TimeProvider _time;

    private readonly Argument<string> _experiment = new("EXPERIMENT") { Description = "An experiment file, such as pipelines/notebook.yaml." };

    private readonly Option<string[]> _set = PipelineArguments.Set();

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Folder for the results; a sweep that is in it goes on. Default: results/<name> under the current directory.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Remove results that are in the folder and not of this experiment and build." };

    private readonly Option<string> _workers = new("--workers")
    {
        Description = "Threads that share the work, one for each cell that runs; never changes a result. Default: auto, as many as there are processors.",
        HelpName = "auto|N",
        DefaultValueFactory = _ => WorkersSetting.Auto.Text,
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "List the cells and what they take; run and write nothing." };

    private readonly Option<bool> _noReport = new("--no-report") { Description = "Write no report.html; v2w report writes it at any time." };

    private readonly Option<string?> _figures = ReportArguments.Figures();

    private readonly Option<string?> _theme = ReportArguments.Theme();

    private readonly Option<bool> _quiet = PipelineArguments.Quiet();

    public SweepCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("sweep", "Run a pipeline with many values of its keys; finished cells are never run again.")
        {
            _experiment, _set, _out, _force, _workers, _dryRun, _noReport, _figures, _theme, _quiet,
        };
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string path;
        try
        {
            FigureFiles? figures = ReportArguments.Read(parsed.GetValue(_figures), parsed.GetValue(_theme));
            int workers = PipelineArguments.Read<WorkersSetting>("--workers", parsed.GetValue(_workers)!).OnThisMachine;
            Experiment experiment = Experiment.FromFile(
                parsed.GetValue(_experiment)!, (parsed.GetValue(_set) ?? []).Select(assignment => new PipelineSetting(assignment)));
            path = parsed.GetValue(_out) ?? SweepFolder.DefaultPath(experiment.Name);
            if (parsed.GetValue(_dryRun))
                return DryRun(experiment, path);
            using SweepFolder folder = SweepFolder.Open(path, experiment, parsed.GetValue(_force));
            var request = new Request(workers, parsed.GetValue(_quiet), !parsed.GetValue(_noReport), figures);
            return await RunAsync(experiment, folder, request, cancellation).ConfigureAwait(false);
        }
        catch (PipelineException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
    }

    private static int DryRun(Experiment experiment, string path)
    {
        ExperimentText.Write(experiment, Console.Out);
        Console.WriteLine();
        ExperimentText.WriteCells(experiment, cell => SweepFolder.IsFinishedIn(path, cell), Console.Out);
        Console.WriteLine($"Results would go to {path}.");
        return ExitCode.Ok;
    }

    private async Task<int> RunAsync(Experiment experiment, SweepFolder folder, Request request, CancellationToken cancellation)
    {
        try
        {
            await using Serilog.Core.Logger log = RunLog.Create(folder.Log, warnsOnTerminal: false);
            log.Information("v2w {Version} sweeps {Experiment} on {Machine}", Environs.Version, experiment.Name, Environs.Machine);
            SweepFiles.Begin(folder, experiment);
            var run = new SweepRun(experiment, folder, request.Workers, _time);
            run.CellEnded += (cell, fault) => Log(log, cell, fault);
            SweepResult result;
            await using (WorkViews.Create(request.Quiet, Work(run, folder), _time))
                result = await run.RunAsync(cancellation).ConfigureAwait(false);
            SweepSummary summary = await SweepFiles.WriteAsync(folder, result).ConfigureAwait(false);
            SweepEnding.WriteSummary(request.Quiet, result, summary);
            log.Information("{Ending} after {Elapsed}: {Computed} cells run, {Found} finished before, {Failed} failed",
                result.Ending, result.Elapsed, result.Computed, result.Found, result.Faults.Count);
            bool isReported = result.IsCancelled || await WriteReportAsync(folder.Path, request, log, cancellation).ConfigureAwait(false);
            if (result.IsCancelled && request.Report && result.Found + result.Computed > 0)
                SweepEnding.WritePartial(request.Quiet, folder.Path);
            SweepEnding.WriteFolder(request.Quiet, folder.Path);
            return result.IsCancelled || !isReported ? ExitCode.Cancelled : result.Faults.Count > 0 ? ExitCode.RunFailed : ExitCode.Ok;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(
                $"The results cannot be written to {folder.Path}: {problem.Message.TrimEnd('.')}. Finished cells are kept, and the same command goes on from there.")
                .ConfigureAwait(false);
            return ExitCode.RunFailed;
        }
    }

    /// <summary>Writes the report and the figures, whichever is wanted. All results are written by then, and stay whatever happens here.</summary>
    /// <returns>False where Ctrl-C ended it.</returns>
    private static async Task<bool> WriteReportAsync(string folder, Request request, ILogger log, CancellationToken cancellation)
    {
        if (!request.Report && request.Figures is null)
            return true;
        try
        {
            if (!request.Quiet)
                Console.WriteLine("Drawing the report; all results are written.");
            SweepReport report = await SweepReport.OfAsync(SweepResults.Read(folder), cancellation).ConfigureAwait(false);
            string? written = request.Report ? report.Write(folder) : null;
            string? figures = request.Figures?.Write(report, folder, cancellation);
            if (!request.Quiet && written is not null)
                Console.WriteLine($"Report: {written}");
            if (!request.Quiet && figures is not null)
                Console.WriteLine($"Figures: {figures}");
            return true;
        }
        catch (OperationCanceledException)
        {
            log.Information("The report was cancelled");
            await Console.Error.WriteLineAsync($"Cancelled while the report was drawn; all results are written, and v2w report {folder} draws it.").ConfigureAwait(false);
            return false;
        }
    }

    private static WatchedWork Work(SweepRun run, SweepFolder folder) => new(
        SweepWords.Beginning(run, run.Progress().Found), folder.Path, "the cells that are finished",
        () =>
        {
            SweepProgress progress = run.Progress();
            return (progress.Fraction, SweepWords.SoFar(progress));
        });

    private static void Log(ILogger log, ExperimentCell cell, string? fault)
    {
        if (fault is null)
            log.Information("Cell {Number} ({Cell}) is finished", cell.Number, cell.Description);
        else
            log.Error("{Failure}", SweepWords.Failed(cell, fault));
    }

    private sealed record Request(int Workers, bool Quiet, bool Report, FigureFiles? Figures);
}
