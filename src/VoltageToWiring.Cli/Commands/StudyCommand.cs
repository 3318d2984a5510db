using System.CommandLine;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports;
using VoltageToWiring.Host.Reports.Studies;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>study</c>: measures latency and throughput of a pipeline under a load on a fixed schedule.</summary>
internal sealed class StudyCommand
{
    private readonly TimeProvider _time;

    private readonly Argument<string?> _study = new("STUDY")
    {
        Description = "A study file, such as pipelines/latency-study.yaml.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _set = PipelineArguments.Set();

    private readonly Option<string?> _out = PipelineArguments.Out("<name>");

    private readonly Option<bool> _force = PipelineArguments.Force();

    private readonly Option<bool> _quiet = PipelineArguments.Quiet();

    private readonly Option<string?> _figures = ReportArguments.Figures();

    private readonly Option<string?> _theme = ReportArguments.Theme();

    // A study starts the program anew for every run; this is how.
    private readonly Option<string?> _measure = new(MeasuringProcess.Option) { Hidden = true };

    private readonly Option<string?> _feed = new(MeasuringProcess.SendOption) { Hidden = true };

    private readonly Option<int> _port = new("--port") { Hidden = true };

    public StudyCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("study", "Measure latency and throughput: how long from exposure to an updated decision, how far it goes, what breaks first.")
        {
            _study, _set, _out, _force, _quiet, _figures, _theme, _measure, _feed, _port,
        };
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_measure) is { } order)
            return await DoAsync(MeasuringProcess.MeasureAsync(order, _time, Console.In, Console.Out, cancellation)).ConfigureAwait(false);
        if (parsed.GetValue(_feed) is { } feed)
            return await DoAsync(MeasuringProcess.SendAsync(feed, parsed.GetValue(_port), _time, Console.In, Console.Out, cancellation)).ConfigureAwait(false);
        Study study;
        ResultsFolder folder;
        FigureFiles? figures;
        try
        {
            string path = parsed.GetValue(_study) ?? throw new PipelineException("study: found no file; allowed is a study file, such as pipelines/latency-study.yaml.");
            study = Study.FromFile(path, (parsed.GetValue(_set) ?? []).Select(assignment => new PipelineSetting(assignment)));
            figures = ReportArguments.Read(parsed.GetValue(_figures), parsed.GetValue(_theme));
            folder = ResultsFolder.Open(parsed.GetValue(_out) ?? ResultsFolder.DefaultPath(study.Name, _time), parsed.GetValue(_force));
        }
        catch (PipelineException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        try
        {
            return await RunAsync(study, folder, parsed.GetValue(_quiet), figures, cancellation).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The results cannot be written to {folder.Path}: {problem.Message}").ConfigureAwait(false);
            return ExitCode.RunFailed;
        }
    }

    private async Task<int> RunAsync(Study study, ResultsFolder folder, bool quiet, FigureFiles? figures, CancellationToken cancellation)
    {
        var run = new StudyRun(study, folder.Path, SelfProgram.Running, _time);
        run.Measured += soFar => StudyFiles.Write(folder.Path, soFar);
        StudyJson found;
        await using (WorkViews.Create(quiet, Work(study, run, folder), _time))
            found = await run.RunAsync(cancellation).ConfigureAwait(false);
        StudyFiles.Write(folder.Path, found);
        StudyText.Write(quiet, found);
        // What a cancelled study measured is worth a page, too.
        StudyReport report = await StudyReport.OfAsync(folder.Path, CancellationToken.None).ConfigureAwait(false);
        string page = report.Write(folder.Path);
        figures?.Write(report, folder.Path, CancellationToken.None);
        if (!quiet)
            Console.WriteLine($"Report: {page}");
        Console.WriteLine(quiet ? folder.Path : $"Results: {folder.Path}");
        return found.Ending switch
        {
            "cancelled" => ExitCode.Cancelled,
            "completed" => ExitCode.Ok,
            _ => ExitCode.RunFailed,
        };
    }

    /// <summary>The whole of a process that a study has started.</summary>
    private static async Task<int> DoAsync(Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception problem) when (problem is PipelineException or IOException)
        {
            await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return ExitCode.RunFailed;
        }
    }

    private static WatchedWork Work(Study study, StudyRun run, ResultsFolder folder) => new(
        StudyText.Beginning(study), folder.Path, "what was measured so far",
        () => run.Progress() is var progress ? (progress.Fraction, progress.Now) : default);
}
