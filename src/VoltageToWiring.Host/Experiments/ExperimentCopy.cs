using System.Globalization;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports.Sweeps;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Experiments;

/// <summary>
/// Writes an experiment into a folder so that it runs from there and gives the same results: all values one by one, what the command line set as
/// well, the pipeline beside it, and copies of the files that either names.
/// </summary>
internal sealed class ExperimentCopy
{
    private const string PipelineFile = "pipeline.yaml";
    private const string FilesFolder = "files";

    // The keys whose values may name files.
    private static readonly string[] FileKeys = ["source.simulate.trains.file", "source.simulate.wiring"];

    private readonly Experiment _experiment;
    private readonly string _folder;
    private readonly Dictionary<string, string> _copies = [];

    private ExperimentCopy(Experiment experiment, string folder)
    {
        _experiment = experiment;
        _folder = folder;
    }

    /// <summary>Writes <c>experiment.yaml</c>, <c>pipeline.yaml</c> and the files they name.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="folder">The folder.</param>
    public static void Write(Experiment experiment, string folder)
    {
        var copy = new ExperimentCopy(experiment, folder);
        File.WriteAllText(Path.Combine(folder, PipelineFile), copy.Pipeline());
        File.WriteAllText(Path.Combine(folder, "experiment.yaml"), Text(copy.Root()));
    }

    private string Pipeline()
    {
        string text = _experiment.PipelineText;
        YamlMappingNode root = PipelineDocument.Parse(text, _experiment.PipelineName).Root;
        var renamed = (YamlMappingNode)Renamed("", root);
        // As it was written, with its comments, where it names no files.
        return _copies.Count == 0 ? text : Text(renamed);
    }

    private YamlMappingNode Root()
    {
        ExperimentFile file = _experiment.File;
        var root = new YamlMappingNode { { "name", file.Name }, { "pipeline", PipelineFile } };
        // Of what is set twice the last counts.
        FixedKey[] set = [.. _experiment.Varied.Fixed.Reverse().DistinctBy(key => key.Path).Reverse()];
        if (set.Length > 0)
            root.Add("set", Map(set.Select(key => (key.Path, Renamed(key.Path, key.Value.Node)))));
        AddVaried(root);
        root.Add("summary", Summary());
        if (file.Figures.Node is YamlSequenceNode figures)
            root.Add("figures", new YamlSequenceNode(figures.Children.Where((_, at) => HasItsCells(file.Figures.Read[at].Figure))) { Style = figures.Style });
        root.Add("keep", Names(file.Keep.Words));
        return root;
    }

    // The command line may have left out the cells that a figure is of. Of the copy it would be a mistake to ask for it.
    private bool HasItsCells(SweepFigure figure) => figure.Choices.All(choice => CellValues.IsIn(_experiment.Varied, choice));

    // The order of the two sections says which varies faster.
    private void AddVaried(YamlMappingNode root)
    {
        int zipped = _experiment.File.Zip.Groups.Count;
        IReadOnlyList<IReadOnlyList<VariedKey>> groups = _experiment.Varied.Groups;
        int crossed = groups.Count - zipped;
        bool isZipFirst = _experiment.Varied.IsZipFirst;
        IEnumerable<IReadOnlyList<VariedKey>> grid = groups.Skip(isZipFirst ? zipped : 0).Take(crossed);
        var zip = new YamlSequenceNode(groups.Skip(isZipFirst ? 0 : crossed).Take(zipped).Select(Group));
        if (isZipFirst && zipped > 0)
            root.Add("zip", zip);
        if (crossed > 0)
            root.Add("grid", Group([.. grid.SelectMany(group => group)]));
        if (!isZipFirst && zipped > 0)
            root.Add("zip", zip);
    }

    private YamlMappingNode Group(IReadOnlyList<VariedKey> keys)
        => Map(keys.Select(key => (key.Path, (YamlNode)new YamlSequenceNode(key.Values.Select(value => Renamed(key.Path, value.Node))) { Style = SequenceStyle.Flow })));

    private YamlMappingNode Summary()
    {
        var summary = new YamlMappingNode { { "by", Names(_experiment.SummaryKeys) } };
        if (_experiment.SummaryFields.Count > 0)
            summary.Add("of", Names(_experiment.SummaryFields));
        return summary;
    }

    /// <summary>A value, or a whole pipeline, with the names of the copies in place of the files that it names.</summary>
    private YamlNode Renamed(string path, YamlNode node) => node switch
    {
        YamlMappingNode map => Map(map.Children.Select(pair => (pair.Key.ToString(), Renamed(path.Length == 0 ? pair.Key.ToString() : $"{path}.{pair.Key}", pair.Value)))),
        YamlScalarNode { Value: { Length: > 0 } name } when FileKeys.Contains(path) => new YamlScalarNode(Copied(name)),
        _ => node,
    };

    // What is no file, such as a wiring that is drawn, stays as it is.
    private string Copied(string name)
    {
        string from = Path.GetFullPath(name, _experiment.PipelineDirectory);
        if (!File.Exists(from))
            return name;
        if (!_copies.TryGetValue(from, out string? copy))
        {
            string number = _copies.Count.ToString(CultureInfo.InvariantCulture);
            _copies[from] = copy = $"{FilesFolder}/{Path.GetFileNameWithoutExtension(from)}-{number}{Path.GetExtension(from)}";
            string to = Path.GetFullPath(Path.Combine(_folder, copy));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            if (from != to)
                File.Copy(from, to, overwrite: true);
        }
        return copy;
    }

    private static YamlMappingNode Map(IEnumerable<(string Key, YamlNode Value)> pairs)
        => new(pairs.Select(pair => KeyValuePair.Create<YamlNode, YamlNode>(new YamlScalarNode(pair.Key), pair.Value)));

    private static YamlSequenceNode Names(IEnumerable<string> names)
        => new(names.Select(name => (YamlNode)new YamlScalarNode(name))) { Style = SequenceStyle.Flow };

    private static string Text(YamlMappingNode root)
    {
        const string DocumentEnd = "...\n";
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        string written = text.ToString();
        return written.EndsWith(DocumentEnd, StringComparison.Ordinal) ? written[..^DocumentEnd.Length] : written;
    }
}
