using VoltageToWiring.Host.Sources;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>A pipeline file that was read and checked: its settings, and what follows from them.</summary>
public sealed class LoadedPipeline
{
    private readonly string _text;
    private readonly IReadOnlyList<PipelineSetting> _settings;

    private readonly PipelineBinder _binder;
    private readonly ResolvedPipeline? _resolved;

    private LoadedPipeline(
        PipelineFile file, PipelineBinder binder, string text, string name, IReadOnlyList<PipelineSetting> settings, string directory)
    {
        File = file;
        Source = SourceResolver.Resolve(file, binder, directory);
        _binder = binder;
        Name = name;
        Directory = directory;
        _resolved = Source is KnownSource known ? For(known.Info) : null;
        _text = text;
        _settings = settings;
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Where relative file names in it begin.</summary>
    public string Directory { get; }

    /// <summary>The settings as written, with defaults.</summary>
    public PipelineFile File { get; }

    /// <summary>Where the recording comes from.</summary>
    public RecordingSource Source { get; }

    /// <summary>The same in frames and SI units, where the recording is known before it begins.</summary>
    /// <exception cref="PipelineException">It is not.</exception>
    public ResolvedPipeline Resolved => _resolved
        ?? throw new PipelineException($"{Name}: found a live recording, which says only when it begins what it is like; allowed is a recording that is known beforehand, such as source.simulate.");

    /// <summary>The same in frames and SI units, for a recording that has said what it is like.</summary>
    /// <param name="recording">What it says.</param>
    /// <exception cref="PipelineException">The pipeline does not fit it.</exception>
    public ResolvedPipeline For(RecordingInfo recording) => PipelineResolver.Resolve(File, _binder, Source, recording, Directory);

    /// <summary>Reads and checks a pipeline file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Assignments <c>path.to.key=value</c> that override the file.</param>
    /// <exception cref="PipelineException">It cannot be read, or cannot be used.</exception>
    public static LoadedPipeline FromFile(string path, IEnumerable<PipelineSetting> settings)
        => FromText(YamlText.Read(path, "pipeline", "pipelines/live.yaml"), path, settings, YamlText.DirectoryOf(path));

    /// <summary>Reads and checks a pipeline.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="settings">Assignments <c>path.to.key=value</c> that override the text.</param>
    /// <param name="directory">Where relative file names in it begin.</param>
    /// <exception cref="PipelineException">It cannot be used.</exception>
    public static LoadedPipeline FromText(string text, string name, IEnumerable<PipelineSetting> settings, string directory)
    {
        ArgumentNullException.ThrowIfNull(settings);
        PipelineSetting[] all = [.. settings];
        PipelineDocument document = PipelineDocument.Parse(text, name);
        foreach (PipelineSetting setting in all)
            document.Set(setting);
        var binder = new PipelineBinder(document);
        return new LoadedPipeline(WithDefaults(binder.Bind()), binder, text, name, all, directory);
    }

    /// <summary>The same pipeline with further keys set, last. The file is not read again.</summary>
    /// <param name="settings">Assignments <c>path.to.key=value</c>.</param>
    /// <exception cref="PipelineException">It cannot be used.</exception>
    public LoadedPipeline With(IEnumerable<PipelineSetting> settings) => FromText(_text, Name, [.. _settings, .. settings], Directory);

    // Defaults that depend on other keys.
    private static PipelineFile WithDefaults(PipelineFile file)
    {
        SimulateSection? simulate = file.Source.Simulate;
        if (simulate?.Trains is { Rate: null, Rates: null, File: null })
            simulate = simulate with { Trains = simulate.Trains with { Rate = new Quantity("20 Hz", 20m) } };
        return file with { Source = file.Source with { Simulate = simulate }, Inference = InferenceDefaults.Fill(file.Inference) };
    }

    /// <summary>The resolved pipeline as YAML: every key, defaults included. Running it gives the same results.</summary>
    public string ToYaml() => PipelineWriter.Write(File);

    /// <summary>The same, with other names for the files that it names.</summary>
    /// <param name="rename">Given such a file, and whether it holds spikes, wiring or a template, the name to write.</param>
    internal string ToYaml(Func<string, string, string> rename)
    {
        SimulateSection? simulate = File.Source.Simulate;
        if (simulate?.Trains.File is { } spikes)
            simulate = simulate with { Trains = simulate.Trains with { File = rename(spikes, "spikes") } };
        if (simulate?.Wiring.File is { } wiring)
            simulate = simulate with { Wiring = new WiringSetting(rename(wiring, "wiring")) };
        DetectionSection detection = File.Detection;
        if (detection.Template.File is { } template)
            detection = detection with { Template = new TemplateSetting(rename(template, "template")) };
        return PipelineWriter.Write(File with { Source = File.Source with { Simulate = simulate }, Detection = detection });
    }

    /// <summary>Writes the resolved pipeline into a folder, with copies of the files it names, so that it runs from there.</summary>
    /// <param name="folder">The folder.</param>
    public void WriteInto(string folder)
        => System.IO.File.WriteAllText(Path.Combine(folder, "pipeline.yaml"), ToYaml((file, name) => CopyInto(folder, file, name)));

    private string CopyInto(string folder, string file, string name)
    {
        string copy = name + Path.GetExtension(file).ToLowerInvariant();
        string from = Path.GetFullPath(file, Directory);
        string to = Path.GetFullPath(Path.Combine(folder, copy));
        if (from != to)
            System.IO.File.Copy(from, to, overwrite: true);
        return copy;
    }
}
