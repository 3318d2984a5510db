namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>A pipeline file that was read and checked: its settings, and what follows from them.</summary>
public sealed class LoadedPipeline
{
    private LoadedPipeline(PipelineFile file, ResolvedPipeline resolved)
    {
        File = file;
        Resolved = resolved;
    }

    /// <summary>The settings as written, with defaults.</summary>
    public PipelineFile File { get; }

    /// <summary>The same in steps, frames and SI units.</summary>
    public ResolvedPipeline Resolved { get; }

    /// <summary>Reads and checks a pipeline file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Assignments <c>path.to.key=value</c> that override the file.</param>
    /// <exception cref="PipelineException">It cannot be read, or cannot be used.</exception>
    public static LoadedPipeline FromFile(string path, IEnumerable<string> settings)
    {
        string text;
        try
        {
            text = System.IO.File.ReadAllText(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            string why = cause is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : "cannot be read: " + cause.Message;
            throw new PipelineException($"The pipeline file {path} {why.TrimEnd('.')}; allowed is a YAML file such as pipelines/live.yaml.", cause);
        }
        return FromText(text, path, settings, Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Reads and checks a pipeline.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="settings">Assignments <c>path.to.key=value</c> that override the text.</param>
    /// <param name="directory">Where relative file names in it begin.</param>
    /// <exception cref="PipelineException">It cannot be used.</exception>
    public static LoadedPipeline FromText(string text, string name, IEnumerable<string> settings, string directory)
    {
        ArgumentNullException.ThrowIfNull(settings);
        PipelineDocument document = PipelineDocument.Parse(text, name);
        foreach (string setting in settings)
            document.Set(setting);
        var binder = new PipelineBinder(document);
        PipelineFile file = WithDefaults(binder.Bind());
        return new LoadedPipeline(file, PipelineResolver.Resolve(file, binder, directory));
    }

    // Defaults that depend on other keys.
    private static PipelineFile WithDefaults(PipelineFile file)
    {
        SimulateSection simulate = file.Source.Simulate;
        if (simulate.Trains is { Rate: null, Rates: null, File: null })
            simulate = simulate with { Trains = simulate.Trains with { Rate = new Quantity("20 Hz", 20m) } };
        return file with { Source = file.Source with { Simulate = simulate } };
    }

    /// <summary>The resolved pipeline as YAML: every key, defaults included. Running it gives the same results.</summary>
    public string ToYaml() => PipelineWriter.Write(File);
}
