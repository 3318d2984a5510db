using System.CommandLine;
using VoltageToWiring.Cli.Terminal;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Rehearsals;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sources;
using VoltageToWiring.Host.Studies;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>validate</c>: says what a pipeline, an experiment or a study would do, without doing it.</summary>
internal static class ValidateCommand
{
    public static Command Create(TimeProvider time)
    {
        var pipeline = new Argument<string?>("PIPELINE")
        {
            Description = "A pipeline, experiment or study file. Default: the simulated live recording.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string[]> set = PipelineArguments.Set();
        var noCalibration = new Option<bool>("--no-calibration")
        {
            Description = "Do not rehearse the pipeline for about a second to say how fast it will run here.",
        };
        var command = new Command(
            "validate", "Check a pipeline; print it resolved, its stages and links, the memory and the work it takes, and how fast it will run here.")
        {
            pipeline, set, noCalibration,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                IEnumerable<PipelineSetting> settings = (parsed.GetValue(set) ?? []).Select(assignment => new PipelineSetting(assignment));
                string? file = parsed.GetValue(pipeline);
                if (file is not null && Study.IsIn(file))
                    StudyText.Write(Study.FromFile(file, settings), Console.Out);
                else if (file is not null && Experiment.IsIn(file))
                    ExperimentText.Write(Experiment.FromFile(file, settings), Console.Out);
                else
                    await ValidateAsync(PipelineArguments.Load(file, settings), !parsed.GetValue(noCalibration), time, cancellation).ConfigureAwait(false);
                return ExitCode.Ok;
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
        });
        return command;
    }

    private static async Task ValidateAsync(LoadedPipeline pipeline, bool calibrates, TimeProvider time, CancellationToken cancellation)
    {
        if (pipeline.Source is LiveSource live)
        {
            ValidationText.WriteLive(pipeline, live, Console.Out);
            return;
        }
        RecordingRun.Require(pipeline.Resolved);
        ResourceEstimate needs = ResourceEstimate.Of(pipeline);
        ValidationText.Write(pipeline, needs, Console.Out);
        if (!calibrates || !needs.FitsThisMachine)
            return;
        if (pipeline.Source is not SimulatedSource)
        {
            SpeedText.WriteNone("Only simulated recordings are rehearsed; run says how fast it is.", Console.Out);
            return;
        }
        try
        {
            SpeedText.Write(await SpeedForecast.RehearseAsync(pipeline.Resolved, time, cancellation).ConfigureAwait(false), pipeline.Resolved.Pace, Console.Out);
        }
        catch (PipelineException problem)
        {
            SpeedText.WriteNone("It could not be rehearsed. " + problem.Message, Console.Out);
        }
    }
}
