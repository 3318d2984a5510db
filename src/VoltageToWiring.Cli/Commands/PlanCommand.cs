using System.CommandLine;
using System.Text.Json;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Files;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Planning;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>plan</c>: how long to record, before the experiment.</summary>
internal sealed class PlanCommand
{
    private readonly PlanArguments _arguments = new();
    private readonly TimeProvider _time;

    private readonly Option<bool> _json = new("--json") { Description = "Print the answer as JSON: times in s, rates in Hz, strengths in S." };

    private readonly Option<bool> _noCalibration = new("--no-calibration")
    {
        Description = "Do not rehearse inference for about a second to say whether this machine keeps up.",
    };

    private readonly Option<string?> _model = new("--model")
    {
        Description = "A model that --fit wrote. Default: the one that v2w brings along.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _fit = new("--fit")
    {
        Description = $"Fit the model anew, to the folders of sweeps or to a table {DetectionTable.FileName} of an earlier fit, instead of answering.",
        HelpName = "DIR|FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _check = new("--check")
    {
        Description = "Hold the model against recordings that it was not fitted to, the folders of sweeps, instead of answering.",
        HelpName = "DIR",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = $"With --fit: folder for {DetectionTable.FileName} and {DetectionModel.FileName}.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".",
    };

    public PlanCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("plan", "How long to record: when connections are found, with how much uncertainty, and whether this machine keeps up.");
        _arguments.AddTo(Command);
        foreach (Option option in (Option[])[_json, _noCalibration, _model, _fit, _check, _out])
            Command.Options.Add(option);
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            if (parsed.GetValue(_fit) is { Length: > 0 } sources)
            {
                await FitAsync(sources, parsed.GetValue(_out)!).ConfigureAwait(false);
                return ExitCode.Ok;
            }
            DetectionModel model = parsed.GetValue(_model) is { } file ? DetectionModel.Read(file) : DetectionModel.Shipped;
            if (parsed.GetValue(_check) is { Length: > 0 } recordings)
            {
                PlanText.WriteCheck(model, await RowsAsync(recordings).ConfigureAwait(false), Console.Out);
                return ExitCode.Ok;
            }
            PlanAnswer answer = await PlanAnswer.ToAsync(
                _arguments.Question(parsed), model, parsed.GetValue(_noCalibration) ? null : _time, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(_json))
                Console.WriteLine(JsonSerializer.Serialize(PlanJson.From(answer), ResultsJson.Format));
            else
                PlanText.Write(answer, model, Console.Out);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception problem) when (problem is PipelineException or FileFormatException)
        {
            await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The model cannot be written to {parsed.GetValue(_out)}: {problem.Message}").ConfigureAwait(false);
            return ExitCode.RunFailed;
        }
    }

    private static async Task FitAsync(string[] sources, string folder)
    {
        IReadOnlyList<DetectionRow> rows = await RowsAsync(sources).ConfigureAwait(false);
        string table = Path.Combine(folder, DetectionTable.FileName);
        Directory.CreateDirectory(folder);
        // Times are rounded there, and whoever fits the table again is to get the same.
        DetectionTable.Write(table, rows);
        rows = DetectionTable.Read(table);
        DetectionModel model = DetectionModel.Fit(rows);
        string file = Path.Combine(folder, DetectionModel.FileName);
        model.Write(file);
        PlanText.WriteFit(model, rows, Console.Out);
        Console.WriteLine($"Model: {file}");
    }

    private static async Task<IReadOnlyList<DetectionRow>> RowsAsync(string[] sources)
        => sources.Length == 1 && File.Exists(sources[0])
            ? DetectionTable.Read(sources[0])
            : await DetectionGathering.FromAsync(sources).ConfigureAwait(false);
}
