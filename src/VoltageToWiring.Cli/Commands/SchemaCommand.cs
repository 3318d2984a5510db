using System.CommandLine;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The verb <c>schema</c>: prints the JSON Schema of pipeline files.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of pipeline files, for editors.");
        command.SetAction(_ => Console.Out.Write(PipelineSchema.ToText()));
        return command;
    }
}
