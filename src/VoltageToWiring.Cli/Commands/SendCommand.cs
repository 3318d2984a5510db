using System.CommandLine;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Sending;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>send</c>: a mock rig, which sends a recording to a run that listens.</summary>
internal sealed class SendCommand
{
    private readonly TimeProvider _time;

    private readonly Argument<string?> _pipeline = new("PIPELINE")
    {
        Description = "A pipeline file, whose recording is sent. Default: the simulated live recording.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _set = PipelineArguments.Set();

    private readonly Option<string?> _pace = new("--pace")
    {
        Description = "How fast it is sent: max, realtime, or a multiple such as 4x. Default: as the pipeline says.",
        HelpName = "max|realtime|4x",
    };

    private readonly Option<bool> _pixels = new("--pixels")
    {
        Description = "Of a movie: send its pixels; the receiver makes traces of them. Otherwise traces are sent.",
    };

    private readonly SendArguments _arguments = new();

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print errors only." };

    public SendCommand(TimeProvider time)
    {
        _time = time;
        Command = new Command("send", "Send a recording over the network, as a rig would, and print what the receiver finds in it.") { _pipeline, _set, _pace, _pixels };
        _arguments.AddTo(Command);
        Command.Options.Add(_quiet);
        Command.SetAction(SendAsync);
    }

    public Command Command { get; }

    private async Task<int> SendAsync(ParseResult parsed, CancellationToken cancellation)
    {
        bool quiet = parsed.GetValue(_quiet);
        var says = new Sentences(quiet);
        try
        {
            LoadedPipeline pipeline = PipelineArguments.Load(parsed.GetValue(_pipeline), Settings(parsed));
            SendOptions options = _arguments.Read(parsed, says.Say);
            OpenPipeline open = await pipeline.OpenAsync(says.Say, _time, cancellation).ConfigureAwait(false);
            using var run = new SendRun(open, options, _time);
            using var view = new SendView(quiet, run, options.Place, _time);
            SendResult result = await run.RunAsync(cancellation).ConfigureAwait(false);
            view.Finish();
            if (!quiet)
                SendEnding.Write(run.Info, result, Console.Out);
            return await ConcludeAsync(result, cancellation.IsCancellationRequested).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (PipelineException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
    }

    // Options that stand for a key are that key set last.
    private IEnumerable<PipelineSetting> Settings(ParseResult parsed)
    {
        IEnumerable<PipelineSetting> settings = (parsed.GetValue(_set) ?? []).Select(assignment => new PipelineSetting(assignment));
        if (parsed.GetValue(_pixels))
            settings = settings.Append(new PipelineSetting("source.file.movie.traces=receiver", _pixels.Name));
        return parsed.GetValue(_pace) is { } pace ? settings.Append(new PipelineSetting($"pace={pace}", _pace.Name)) : settings;
    }

    private static async Task<int> ConcludeAsync(SendResult result, bool cancelled)
    {
        if (cancelled)
            return ExitCode.Cancelled;
        if (result.Problem is not { } problem)
            return ExitCode.Ok;
        await Console.Error.WriteLineAsync(problem).ConfigureAwait(false);
        return ExitCode.RunFailed;
    }
}
