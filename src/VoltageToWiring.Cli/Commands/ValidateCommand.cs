using System.CommandLine;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>validate</c>: says what a pipeline would do, without doing it.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var pipeline = new Argument<string?>("PIPELINE")
        {
            Description = "A pipeline file. Default: the simulated live recording.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string[]> set = PipelineArguments.Set();
        var command = new Command("validate", "Check a pipeline; print it resolved, its stages and links, the memory and the work it takes.")
        {
            pipeline, set,
        };
        command.SetAction(async (parsed, _) =>
        {
            try
            {
                LoadedPipeline loaded = PipelineArguments.Load(parsed.GetValue(pipeline), (parsed.GetValue(set) ?? []).Select(assignment => new PipelineSetting(assignment)));
                ValidationText.Write(loaded, Console.Out);
                return ExitCode.Ok;
            }
            catch (PipelineException problem)
            {
                await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
                return ExitCode.BadInput;
            }
        });
        return command;
    }
}
