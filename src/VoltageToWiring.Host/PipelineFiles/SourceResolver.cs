using VoltageToWiring.Host.Sources;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Makes a source of the section on it. A further kind of recording is one more line here.</summary>
internal static class SourceResolver
{
    public static RecordingSource Resolve(PipelineFile file, PipelineBinder binder, string directory) => Written(file.Source) switch
    {
        [] => throw binder.Error("source", "is empty", Allowed),
        ["simulate"] => SimulationResolver.Resolve(file, binder, directory),
        ["file"] => FileResolver.Resolve(file, binder, directory),
        ["plug_in"] => new PlugInResolver(file, binder).Resolve(),
        ["listen"] => new ListenResolver(file, binder, directory).Resolve(),
        var several => throw binder.Error($"source.{several[^1]}", $"stands beside {several[0]}", Allowed),
    };

    private static string Allowed => $"one of {string.Join(", ", KeyInfo.Of(typeof(SourceSection)).Select(key => key.Name))}";

    private static string[] Written(SourceSection source)
        => [.. KeyInfo.Of(typeof(SourceSection)).Where(key => key.Property.GetValue(source) is not null).Select(key => key.Name)];
}
