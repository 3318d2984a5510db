using System.CommandLine;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>schema</c>: prints the JSON Schema of pipeline files, or of experiment files.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var experiment = new Option<bool>("--experiment") { Description = "That of experiment files instead." };
        var command = new Command("schema", "Print the JSON Schema of pipeline files, for editors.") { experiment };
        command.SetAction(parsed => Console.Out.Write(parsed.GetValue(experiment) ? ExperimentSchema.ToText() : PipelineSchema.ToText()));
        return command;
    }
}
