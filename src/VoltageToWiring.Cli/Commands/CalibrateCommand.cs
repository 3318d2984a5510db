using System.CommandLine;
using System.Globalization;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Host.Calibration;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>calibrate</c>: runs many recordings of a pipeline, and says how often inference erred and how soon it found.</summary>
internal sealed class CalibrateCommand
{
    private readonly TimeProvider _time;

    private readonly Argument<string> _pipeline = new("PIPELINE") { Description = "A pipeline file with inference.online." };

    private readonly Option<string> _recordings = new("--recordings")
    {
        Description = "How many recordings, with seeds from the pipeline's on.",
        HelpName = "N",
        Required = true,
    };

    private readonly Option<string[]> _set = PipelineArguments.Set();

    private readonly Option<string?> _out = PipelineArguments.Out("<name>-calibration");

    private readonly Option<bool> _force = PipelineArguments.Force();

    private readonly Option<string> _workers = new("--workers")
    {
        Description = "Recordings that run at once; never changes a result. Default: auto, as many as there are processors.",
        HelpName = "auto|N",
        DefaultValueFactory = _ => WorkersSetting.Auto.Text,
    };

    private readonly Option<string> _truth = new("--truth")
    {
        Description = "Length of the one recording that true amplitudes are taken from, for coverage of intervals.",
        HelpName = "10h|none",
        DefaultValueFactory = _ => TruthLength.Default.Text,
    };

    private readonly Option<bool> _quiet = PipelineArguments.Quiet();

    public CalibrateCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("calibrate", "Run many recordings of a pipeline; measure error rates, coverage and times to detection.")
        {
            _pipeline, _recordings, _set, _out, _force, _workers, _truth, _quiet,
        };
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        CalibrationRun run;
        ResultsFolder folder;
        int workers;
        try
        {
            CalibrationPlan plan = Plan(parsed);
            workers = PipelineArguments.Read<WorkersSetting>("--workers", parsed.GetValue(_workers)!).OnThisMachine;
            run = new CalibrationRun(plan, workers, _time);
            run.RequireMemory();
            folder = ResultsFolder.Open(
                parsed.GetValue(_out) ?? ResultsFolder.DefaultPath($"{plan.First.File.Name}-calibration", _time), parsed.GetValue(_force));
        }
        catch (PipelineException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        try
        {
            return await RunAsync(run, workers, folder, parsed.GetValue(_quiet), cancellation).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The results cannot be written to {folder.Path}: {problem.Message}").ConfigureAwait(false);
            return ExitCode.RunFailed;
        }
    }

    private CalibrationPlan Plan(ParseResult parsed)
    {
        string text = parsed.GetValue(_recordings)!;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int recordings) || recordings is < 1 or > CalibrationPlan.MostRecordings)
            throw new PipelineException($"--recordings: found '{text}'; allowed is a whole number, 1 to {CalibrationPlan.MostRecordings}.");
        LoadedPipeline pipeline = PipelineArguments.Load(
            parsed.GetValue(_pipeline), (parsed.GetValue(_set) ?? []).Select(assignment => new PipelineSetting(assignment)));
        return CalibrationPlan.Of(pipeline, recordings, PipelineArguments.Read<TruthLength>("--truth", parsed.GetValue(_truth)!));
    }

    private static WatchedWork Work(CalibrationRun run, int workers, ResultsFolder folder) => new(
        CalibrationWords.Beginning(run.Plan, workers), folder.Path, "the recordings that came to their end",
        () =>
        {
            CalibrationProgress progress = run.Progress();
            return (progress.Fraction, CalibrationWords.SoFar(progress, run.Plan.Recordings));
        });

    private async Task<int> RunAsync(CalibrationRun run, int workers, ResultsFolder folder, bool quiet, CancellationToken cancellation)
    {
        folder.WritePipeline(run.Plan.First);
        CalibrationResult result;
        await using (WorkViews.Create(quiet, Work(run, workers, folder), _time))
            result = await run.RunAsync(cancellation).ConfigureAwait(false);
        IReadOnlyList<ScoreFigures> figures = ScoreFigures.Of(result.Outcomes, result.Truth);
        CalibrationFiles.Write(folder, result, figures);
        CalibrationEnding.Write(quiet, result, figures, folder.Path);
        foreach (RecordingFault fault in result.Faults)
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The recording with seed {fault.Seed} failed: {fault.Message}")).ConfigureAwait(false);
        return result.Faults.Count > 0 ? ExitCode.RunFailed : result.IsCancelled ? ExitCode.Cancelled : ExitCode.Ok;
    }
}
