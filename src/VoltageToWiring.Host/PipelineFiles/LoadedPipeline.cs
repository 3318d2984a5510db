using VoltageToWiring.Host.Sources;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>A pipeline file that was read and checked: its settings, and what follows from them.</summary>
public sealed class LoadedPipeline
{
    internal const string Recording = "recording";

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
        if (Source is LiveSource live)
            Supposed = For(Suppose(live));
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

    /// <summary>
    /// The pipeline for a recording that is only supposed: of one neuron and one train, at 1 kHz. Of a live recording nothing is known beforehand,
    /// but whatever is wrong with every recording is found. Null where the recording is known.
    /// </summary>
    public ResolvedPipeline? Supposed { get; }

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
        directory = Path.GetFullPath(directory.Length == 0 ? "." : directory);
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
        if (simulate is { Timestep: null, StepRate: null })
            simulate = simulate with { Timestep = new Quantity("0.1 ms", 0.0001m) };
        return file with { Source = file.Source with { Simulate = simulate }, Inference = InferenceDefaults.Fill(file.Inference, file.Source) };
    }

    /// <summary>Opens the recording: at once where it is known beforehand, otherwise as soon as one comes that the pipeline fits.</summary>
    /// <param name="say">Hears who is waited for, who came, who was refused and why; called from any thread.</param>
    /// <param name="time">Wall time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="PipelineException">It cannot be opened, or waited for.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task<OpenPipeline> OpenAsync(Action<string> say, TimeProvider time, CancellationToken cancellation = default) => OpenAsync(say, infers: false, time, cancellation);

    /// <summary>The same of a recording that is inferred from: what cannot be is refused, and its sender told why.</summary>
    /// <param name="say">As above.</param>
    /// <param name="time">Wall time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="PipelineException">It cannot be opened, or waited for.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task<OpenPipeline> OpenToInferAsync(Action<string> say, TimeProvider time, CancellationToken cancellation = default) => OpenAsync(say, infers: true, time, cancellation);

    private async Task<OpenPipeline> OpenAsync(Action<string> say, bool infers, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(say);
        if (Source is not LiveSource live)
            return new OpenPipeline(Resolved, ((KnownSource)Source).Open());
        var arrival = new Arrival(this, say, infers);
        IRecording recording = await live.OpenAsync(arrival, time, cancellation).ConfigureAwait(false);
        return new OpenPipeline(arrival.Accepted!, recording);
    }

    // Without a unit of its own, the unit of the amplitude that is asked for.
    private RecordingInfo Suppose(LiveSource live) => new()
    {
        Name = File.Name,
        FrameClock = new SampleClock(1000),
        SpikeClock = new SampleClock(1000),
        Sources = 1,
        Targets = 1,
        SampleType = SampleType.Float32,
        AmplitudeUnit = live.Unit ?? File.Inference.Online?.MinimumAmplitude?.UnitOfRecording(live.SpikeHeight) ?? "V",
    };

    /// <summary>The resolved pipeline as YAML: every key, defaults included. Running it gives the same results.</summary>
    public string ToYaml() => PipelineWriter.Write(File);

    /// <summary>The same, with other names for the files that it names.</summary>
    /// <param name="rename">Given such a file, and whether it holds spikes, wiring, a recording or a template, the name to write.</param>
    internal string ToYaml(Func<string, string, string> rename)
    {
        SourceSection source = File.Source;
        if (source.File is { } recording)
            source = source with { File = recording with { Path = rename(recording.Path, Recording), Movie = Renamed(recording.Movie, rename) } };
        if (source.Listen is { } listen)
            source = source with { Listen = listen with { Token = listen.Token.From(Directory), Movie = Renamed(listen.Movie, rename) } };
        if (source.Simulate is { } simulate)
            source = source with { Simulate = Renamed(simulate, rename) };
        DetectionSection detection = File.Detection;
        if (detection.Template.File is { } template)
            detection = detection with { Template = new TemplateSetting(rename(template, "template")) };
        return PipelineWriter.Write(File with { Source = source, Detection = detection });
    }

    private static MovieSection? Renamed(MovieSection? movie, Func<string, string, string> rename)
    {
        if (movie?.Rois is { } rois)
            movie = movie with { Rois = rename(rois, "rois") };
        if (movie?.Spikes is { } spikes)
            movie = movie with { Spikes = rename(spikes, "spikes") };
        if (movie?.Background is { Mask: { } mask } background)
            movie = movie with { Background = background with { Mask = rename(mask, "background") } };
        return movie;
    }

    private static SimulateSection Renamed(SimulateSection simulate, Func<string, string, string> rename)
    {
        if (simulate.Trains.File is { } spikes)
            simulate = simulate with { Trains = simulate.Trains with { File = rename(spikes, "spikes") } };
        if (simulate.Wiring.File is { } wiring)
            simulate = simulate with { Wiring = new WiringSetting(rename(wiring, "wiring")) };
        return simulate;
    }

    /// <summary>
    /// Writes the resolved pipeline into a folder, with copies of the files it names, so that it runs from there. A recording may be of any
    /// size, and stays where it is.
    /// </summary>
    /// <param name="folder">The folder.</param>
    public void WriteInto(string folder)
        => System.IO.File.WriteAllText(Path.Combine(folder, "pipeline.yaml"), ToYaml((file, name) => name == Recording ? Path.GetFullPath(file, Directory) : CopyInto(folder, file, name)));

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
