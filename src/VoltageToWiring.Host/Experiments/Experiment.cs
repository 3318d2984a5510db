using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports.Sweeps;
using VoltageToWiring.Host.Running;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Host.Experiments;

/// <summary>An experiment file that was read, and every one of whose cells was checked.</summary>
public sealed class Experiment
{
    // Cells run side by side, as fast as they can, each in one task: no drops, no waiting.
    private static readonly PipelineSetting[] SetBySweep = ["pace=max", "workers=auto", "links={ between: none }"];

    private Experiment(ExperimentFile file, Varied varied, string pipelineName, string pipelineText, string build)
    {
        File = file;
        Varied = varied;
        Build = build;
        PipelineName = pipelineName;
        PipelineText = pipelineText;
        PipelineDirectory = YamlText.DirectoryOf(PipelineName);
        Keys = [.. varied.Keys.Select(key => key.Path)];
        Cells = CheckedCells();
    }

    /// <summary>Its name.</summary>
    public string Name => File.Name;

    /// <summary>The pipeline file that every cell begins with.</summary>
    public string PipelineName { get; }

    /// <summary>The keys that vary, from the slowest to the fastest.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The values of each of them.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Values => [.. Varied.Keys.Select(key => key.Values.Select(value => value.Label).ToArray())];

    /// <summary>The cells, the last key varying fastest.</summary>
    public IReadOnlyList<ExperimentCell> Cells { get; }

    /// <summary>The build that runs them.</summary>
    public string Build { get; }

    /// <summary>The figures that its report shall have.</summary>
    public IReadOnlyList<FigureRequest> Figures => File.Figures.Figures;

    /// <summary>Fields that are summarized; empty for all that hold figures.</summary>
    public IReadOnlyList<string> SummaryFields => File.Summary.Of.Names;

    /// <summary>Keys whose values make the groups that are summarized.</summary>
    public IReadOnlyList<string> SummaryKeys => File.Summary.By?.Names ?? [.. Keys.Where(key => key != "seed")];

    internal ExperimentFile File { get; }

    internal Varied Varied { get; }

    internal string PipelineText { get; }

    internal string PipelineDirectory { get; }

    /// <summary>Reads an experiment, and checks the pipeline of every cell.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What the command line sets.</param>
    /// <exception cref="PipelineException">It cannot be read, or a cell cannot be used.</exception>
    public static Experiment FromFile(string path, IEnumerable<PipelineSetting> settings)
        => FromText(
            YamlText.Read(path, "experiment", "pipelines/notebook.yaml"), path, settings, Path.GetDirectoryName(path) ?? "", BuildIdentity.Current);

    /// <summary>Reads an experiment, and checks the pipeline of every cell.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="settings">What the command line sets.</param>
    /// <param name="directory">Where relative file names in it begin.</param>
    /// <param name="build">The build that runs it.</param>
    /// <exception cref="PipelineException">It cannot be read, or a cell cannot be used.</exception>
    public static Experiment FromText(string text, string name, IEnumerable<PipelineSetting> settings, string directory, string build)
    {
        PipelineDocument document = PipelineDocument.Parse(text, name, "an experiment", "pipeline");
        if (Has(document, "source") && !Has(document, "pipeline"))
            throw new PipelineException($"{name}: found a pipeline, which v2w run runs; allowed is an experiment, which names one, such as pipelines/notebook.yaml.");
        var binder = new PipelineBinder(document);
        var file = binder.Bind<ExperimentFile>();
        var varied = new Varied(document, binder, file, settings);
        string[] keys = [.. varied.Keys.Select(key => key.Path)];
        CheckSummary(binder, file, keys);
        CheckFigures(binder, file, new CellValues(new Varied(document, binder, file, []), varied));
        string pipeline = Path.Combine(directory, file.Pipeline);
        return new Experiment(file, varied, pipeline, ReadPipeline(pipeline, file.Pipeline, binder), build);
    }

    /// <summary>Whether a file is an experiment rather than a pipeline: it names one.</summary>
    /// <param name="path">The file; need not exist.</param>
    public static bool IsIn(string path)
    {
        try
        {
            return Has(PipelineDocument.Parse(YamlText.Read(path, "experiment", ""), path), "pipeline");
        }
        catch (PipelineException)
        {
            // Who reads it in earnest says what is wrong with it.
            return false;
        }
    }

    /// <summary>The pipeline of a cell.</summary>
    /// <param name="cell">The cell.</param>
    public LoadedPipeline PipelineOf(ExperimentCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return Load(cell.Settings);
    }

    private static string ReadPipeline(string path, string written, PipelineBinder binder)
    {
        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception cause) when (YamlText.IsUnreadable(cause))
        {
            throw binder.Error("pipeline", $"names {written}, which {YamlText.Why(cause)}", "a pipeline file, relative to the experiment file");
        }
    }

    private static bool Has(PipelineDocument document, string key)
        => document.Root.Children.ContainsKey(new YamlDotNet.RepresentationModel.YamlScalarNode(key));

    private LoadedPipeline Load(IEnumerable<PipelineSetting> settings) => LoadedPipeline.FromText(PipelineText, PipelineName, settings, PipelineDirectory);

    private ExperimentCell[] CheckedCells()
    {
        var keys = new CellKeys(Build, File.Keep);
        string[] labels = KeyLabels.Of(Keys);
        PipelineSetting[] set = [.. Varied.Fixed.Select(key => new PipelineSetting($"{key.Path}={key.Value.Yaml}", key.Value.Where))];
        var cells = new ExperimentCell[Varied.Cells];
        for (int i = 0; i < cells.Length; i++)
        {
            CellValue[] values = Varied.ValuesOf(i);
            string description = string.Join(", ", values.Select((value, key) => $"{labels[key]} {value.Label}"));
            PipelineSetting[] settings =
                [.. set, .. values.Select((value, key) => new PipelineSetting($"{Keys[key]}={value.Yaml}", value.Where)), .. SetBySweep];
            cells[i] = Checked(i + 1, [.. values.Select(value => value.Label)], description, settings, keys, cells.Length);
        }
        return cells;
    }

    private ExperimentCell Checked(int number, string[] values, string description, PipelineSetting[] settings, CellKeys keys, int cells)
    {
        try
        {
            LoadedPipeline pipeline = Load(settings);
            ResourceEstimate needs = ResourceEstimate.Of(pipeline.Resolved);
            needs.RequireMemory();
            return new ExperimentCell
            {
                Number = number,
                Values = values,
                Description = description,
                Key = keys.Of(pipeline),
                Needs = needs,
                Seconds = pipeline.Resolved.StopAfterSteps * pipeline.Resolved.Simulation.StepClock.PeriodSeconds,
                Settings = settings,
            };
        }
        catch (PipelineException problem)
        {
            throw new PipelineException($"Cell {number} of {cells}{(description.Length == 0 ? "" : $" ({description})")}: {problem.Message}", problem);
        }
    }

    private static void CheckFigures(PipelineBinder binder, ExperimentFile file, CellValues cells)
    {
        foreach ((string path, SweepFigure figure) in file.Figures.Read)
        {
            figure.Check(new FigureSettings(binder, path, cells));
            if (figure.Needs.Words.FirstOrDefault(word => !file.Keep.Words.Contains(word)) is { } missing)
                throw binder.Error(path, $"needs {missing} of the cells, which keep leaves out", $"keep: [{string.Join(", ", file.Keep.Words.Append(missing))}]");
        }
    }

    private static void CheckSummary(PipelineBinder binder, ExperimentFile file, string[] keys)
    {
        if (file.Summary.Of.Names.FirstOrDefault(field => !RunFields.OfFigures.Contains(field)) is { } unknown)
            throw binder.Error("summary.of", $"lists {unknown}, which is no field that holds a figure", PipelineBinder.Suggestion(unknown, RunFields.OfFigures));
        if (file.Summary.By?.Names.FirstOrDefault(key => !keys.Contains(key)) is { } other)
        {
            throw binder.Error(
                "summary.by", $"lists {other}, which does not vary",
                keys.Length == 0 ? "an empty list, because nothing varies" : PipelineBinder.Suggestion(other, keys));
        }
    }
}
