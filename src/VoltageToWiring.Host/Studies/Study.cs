using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Studies.Measuring;
using VoltageToWiring.Streaming.Recordings;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Studies;

/// <summary>A study file that was read, and every one of whose cells was checked.</summary>
public sealed class Study
{
    private const string LoadPrefix = "load.";

    private readonly string _text;
    private readonly string _name;
    private readonly string _pipelineText;
    private readonly string _pipelineName;
    private readonly StudyFile _file;
    private readonly Varied _varied;
    private readonly PipelineSetting[] _set;

    private Study(StudyFile file, Varied varied, string text, string name, string pipelineName, string pipelineText)
    {
        _file = file;
        _varied = varied;
        _text = text;
        _name = name;
        _pipelineName = pipelineName;
        _pipelineText = pipelineText;
        _set = [.. varied.Fixed.Select(key => new PipelineSetting($"{key.Path}={key.Value.Yaml}", key.Value.Where))];
        Keys = [.. varied.Keys.Select(key => key.Path)];
        Cells = [.. Enumerable.Range(0, varied.Cells).Select(CellAt)];
        foreach (CapacitySection search in file.Capacity.Searches)
            CheckLadder(search);
    }

    /// <summary>Its name.</summary>
    public string Name => _file.Name;

    /// <summary>The study as written.</summary>
    public string Text => _text;

    /// <summary>The keys that vary, from the slowest to the fastest.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The cells, the last key varying fastest.</summary>
    public IReadOnlyList<StudyCell> Cells { get; }

    /// <summary>How many searches it makes.</summary>
    public int SearchCount => _file.Capacity.Searches.Count;

    internal IReadOnlyList<CapacitySection> Searches => _file.Capacity.Searches;

    /// <summary>Recording that its searches play, about, s: the largest value, one trial for each halving, and the confirmations beyond the first run.</summary>
    public double SearchSeconds => Searches.Sum(search =>
    {
        IReadOnlyList<int> ladder = CapacityKeys.Ladder(search.Largest, search.From, search.To);
        LoadSection load = TrialOf(search, ladder[0], checksMemory: false).Load;
        return (1 + Math.Ceiling(Math.Log2(ladder.Count)) + search.Confirmations - 1) * (load.WarmUp.Si + load.Duration.Si);
    });

    /// <summary>Whether a file is a study: it names a pipeline, and says how that is loaded.</summary>
    /// <param name="path">The file.</param>
    public static bool IsIn(string path)
    {
        try
        {
            YamlMappingNode root = PipelineDocument.Parse(File.ReadAllText(path), path).Root;
            return root.Children.ContainsKey("pipeline") && (root.Children.ContainsKey("load") || root.Children.ContainsKey("capacity"));
        }
        catch (Exception problem) when (problem is PipelineException || YamlText.IsUnreadable(problem))
        {
            return false;
        }
    }

    /// <summary>Reads a study, and checks every cell.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What the command line sets, keys of the pipeline or of load.</param>
    /// <exception cref="PipelineException">It cannot be read, or a cell cannot be used.</exception>
    public static Study FromFile(string path, IEnumerable<PipelineSetting> settings)
        => FromText(YamlText.Read(path, "study", "pipelines/latency-study.yaml"), path, settings, Path.GetDirectoryName(path) ?? "");

    /// <summary>Reads a study, and checks every cell.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="settings">What the command line sets.</param>
    /// <param name="directory">Where relative file names in it begin.</param>
    /// <exception cref="PipelineException">It cannot be read, or a cell cannot be used.</exception>
    public static Study FromText(string text, string name, IEnumerable<PipelineSetting> settings, string directory)
    {
        PipelineDocument document = PipelineDocument.Parse(text, name, "a study", "pipeline");
        var binder = new PipelineBinder(document);
        var file = binder.Bind<StudyFile>();
        var varied = new Varied(document, binder, file, settings);
        string pipeline = Path.Combine(directory, file.Pipeline);
        return new Study(file, varied, text, name, pipeline, ReadPipeline(pipeline, file.Pipeline, binder));
    }

    /// <summary>The trial of a value in a search.</summary>
    /// <param name="search">The search.</param>
    /// <param name="value">The value.</param>
    /// <param name="checksMemory">Whether it must fit into memory.</param>
    internal StudyCell TrialOf(CapacitySection search, int value, bool checksMemory = true)
    {
        PipelineSetting[] set = [.. _set, .. search.Set.Keys.Select(key => new PipelineSetting($"{key.Path}={key.Value.Yaml}", key.Value.Where))];
        IEnumerable<PipelineSetting> tried = CapacityKeys.Settings(search.Largest, value, () => PipelineOf(set, LoadOf(set)).Resolved);
        return CellOf(0, [], $"{value} {CapacityKeys.UnitOf(search.Largest)}", [.. set, .. tried], checksMemory);
    }

    private static string ReadPipeline(string path, string written, PipelineBinder binder)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception cause) when (YamlText.IsUnreadable(cause))
        {
            throw binder.Error("pipeline", $"names {written}, which {YamlText.Why(cause)}", "a pipeline file, relative to the study file");
        }
    }

    private StudyCell CellAt(int index)
    {
        CellValue[] values = _varied.ValuesOf(index);
        string[] labels = KeyLabels.Of(Keys);
        string description = string.Join(", ", values.Select((value, key) => $"{labels[key]} {value.Label}"));
        return CellOf(
            index + 1, [.. values.Select(value => value.Label)], description,
            [.. _set, .. values.Select((value, key) => new PipelineSetting($"{Keys[key]}={value.Yaml}", value.Where))], checksMemory: true);
    }

    // All that may be tried must be possible, but for memory: how far that goes is what a search finds out.
    private void CheckLadder(CapacitySection search)
    {
        IReadOnlyList<int> ladder = CapacityKeys.Ladder(search.Largest, search.From, search.To);
        if (ladder.Count == 0)
            throw new PipelineException($"capacity: {CapacityKeys.WhyEmpty(search.Largest, search.From, search.To)}.");
        TrialOf(search, ladder[0], checksMemory: false);
        TrialOf(search, ladder[^1], checksMemory: false);
    }

    private StudyCell CellOf(int number, string[] values, string description, PipelineSetting[] settings, bool checksMemory)
    {
        try
        {
            LoadSection load = LoadOf(settings);
            LoadedPipeline pipeline = PipelineOf(settings, load);
            Check(pipeline.Resolved, load);
            if (checksMemory)
                ResourceEstimate.Of(pipeline.Resolved).RequireMemory();
            return new StudyCell { Number = number, Values = values, Description = description, Pipeline = pipeline, Load = load };
        }
        catch (PipelineException problem)
        {
            throw new PipelineException($"Cell {(number == 0 ? "of a search" : number)}{(description.Length == 0 ? "" : $" ({description})")}: {problem.Message}", problem);
        }
    }

    private static void Check(ResolvedPipeline pipeline, LoadSection load)
    {
        if (load.Slowed is { } slowed && !CellMeasurement.StageNames.Contains(slowed.Stage))
            throw new PipelineException($"load.slowed.stage is {slowed.Stage}; allowed is {string.Join(" or ", CellMeasurement.StageNames)}.");
        if (pipeline.HasWholeTrainSurrogates)
            throw new PipelineException("inference.sta.scheme is whole-train, which takes all spikes before the first frame; allowed in a study is blocks or none.");
        int steps = pipeline.Simulation.Camera.StepsPerFrame;
        if (pipeline.Simulated.BatchSteps % steps != 0)
            throw new PipelineException("batch is no whole number of frames; allowed in a study are whole frames.");
        if (pipeline.Simulation.Camera.Gaps.Count > 0)
            throw new PipelineException("source.simulate.imaging.gaps are not for a study, which plays a stretch over and over; allowed is none.");
        SampleClock frames = pipeline.Simulation.FrameClock;
        if (Math.Round(load.Duration.Si * frames.RateHz) < pipeline.Sta.ReportEveryFrames)
            throw new PipelineException($"load.duration is {load.Duration}, shorter than the {Bottleneck.Time(pipeline.Sta.ReportEveryFrames * frames.PeriodSeconds)} from one report to the next; allowed is at least as long.");
    }

    private LoadedPipeline PipelineOf(PipelineSetting[] settings, LoadSection load)
    {
        var stretch = new PipelineSetting($"source.simulate.duration={load.Stretch.Text}", "load.stretch");
        return LoadedPipeline.FromText(
            _pipelineText, _pipelineName, [.. settings.Where(setting => !IsOfLoad(setting)), stretch, "report=none"], YamlText.DirectoryOf(_pipelineName));
    }

    // The section is read anew with what a cell sets in it.
    private LoadSection LoadOf(IEnumerable<PipelineSetting> settings)
    {
        PipelineDocument document = PipelineDocument.Parse(_text, _name, "a study", "pipeline");
        foreach (PipelineSetting setting in settings.Where(IsOfLoad))
            document.Set(setting);
        return new PipelineBinder(document).Bind<StudyFile>().Load;
    }

    private static bool IsOfLoad(PipelineSetting setting) => setting.Assignment.StartsWith(LoadPrefix, StringComparison.Ordinal);
}
