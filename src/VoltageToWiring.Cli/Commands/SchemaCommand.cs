using System.CommandLine;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Studies;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>schema</c>: prints the JSON Schema of pipeline files, of experiment files, or of study files.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var experiment = new Option<bool>("--experiment") { Description = "That of experiment files instead." };
        var study = new Option<bool>("--study") { Description = "That of study files instead." };
        var command = new Command("schema", "Print the JSON Schema of pipeline files, for editors.") { experiment, study };
        command.SetAction(parsed => Console.Out.Write(
            parsed.GetValue(experiment) ? ExperimentSchema.ToText()
                : parsed.GetValue(study) ? StudySchema.ToText()
                : PipelineSchema.ToText()));
        return command;
    }
}
