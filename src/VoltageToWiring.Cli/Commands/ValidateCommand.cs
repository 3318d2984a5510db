using System.CommandLine;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>validate</c>: says what a pipeline or an experiment would do, without doing it.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var pipeline = new Argument<string?>("PIPELINE")
        {
            Description = "A pipeline or experiment file. Default: the simulated live recording.",
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
                IEnumerable<PipelineSetting> settings = (parsed.GetValue(set) ?? []).Select(assignment => new PipelineSetting(assignment));
                if (parsed.GetValue(pipeline) is { } file && Experiment.IsIn(file))
                    ExperimentText.Write(Experiment.FromFile(file, settings), Console.Out);
                else
                    ValidationText.Write(PipelineArguments.Load(parsed.GetValue(pipeline), settings), Console.Out);
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
