using System.CommandLine;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The arguments that every verb that reads a pipeline shares.</summary>
internal static class PipelineArguments
{
    private const string EmbeddedName = "live.yaml";

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Override a key of the pipeline, such as --set seed=1 or --set source.simulate.trains.rate=\"5 Hz\". Repeatable.",
        HelpName = "path=value",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<string?> Out(string defaultName) => new("--out")
    {
        Description = $"Folder for the results. Default: results/{defaultName}-<UTC time> under the current directory.",
        HelpName = "DIR",
    };

    public static Option<bool> Force() => new("--force") { Description = "Replace results that are in the folder." };

    public static Option<bool> Quiet() => new("--quiet") { Description = "Print nothing but the results folder and errors." };

    /// <summary>Reads an option that is one word or phrase.</summary>
    public static T Read<T>(string option, string text)
        where T : ITextSetting<T>
        => T.FromText(text) ?? throw new PipelineException($"{option}: found '{text}'; allowed is {T.Allowed}.");

    /// <summary>Reads a pipeline; the embedded one where none is named.</summary>
    public static LoadedPipeline Load(string? file, IEnumerable<PipelineSetting> settings)
    {
        if (file is not null)
            return LoadedPipeline.FromFile(file, settings);
        using Stream stream = typeof(PipelineArguments).Assembly.GetManifestResourceStream(EmbeddedName)
            ?? throw new InvalidOperationException($"The program was built without {EmbeddedName}.");
        using var reader = new StreamReader(stream);
        return LoadedPipeline.FromText(reader.ReadToEnd(), $"{EmbeddedName} (embedded)", settings, Environment.CurrentDirectory);
    }
}
