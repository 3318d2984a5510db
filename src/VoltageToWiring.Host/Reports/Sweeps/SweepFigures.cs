using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports.Sweeps.Kinds;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>The figures that an experiment may ask for, by their names.</summary>
internal static class SweepFigures
{
    /// <summary>Name, settings, and what the figure shows.</summary>
    public static IReadOnlyList<(string Name, Type Settings, string Doc)> Known { get; } =
    [
        ("statistic-against", typeof(StatisticAgainst), "fields of runs.csv against a key: single cells as dots, their mean or median as a line"),
        ("heat-map", typeof(HeatMapOf), "a field of runs.csv against two keys, as a shaded table"),
        ("detection-against-time", typeof(DetectionAgainstTime), "fraction of the pairs of one kind found by a time, by one look, a watched p, or online scores"),
        ("detectable-strength", typeof(DetectableStrength), "recording time by which half of the connections of a strength are found"),
        ("voltage", typeof(VoltageOf), "membrane voltage and recorded voltage of chosen cells on shared axes, with the median"),
        ("averages", typeof(AveragesOf), "averages of one excitatory and one inhibitory connection of chosen cells on shared axes"),
        ("roc", typeof(RocOf), "found against falsely flagged pairs of one cell"),
        ("connections-table", typeof(ConnectionsOf), "the table of connections of one cell"),
        ("flagged-by-chance", typeof(FlaggedByChance), "unconnected pairs flagged in each cell by one look, beside what chance makes of as many"),
    ];

    /// <summary>Reads a figure with its settings.</summary>
    /// <param name="name">Its name, as written.</param>
    /// <param name="settings">Its settings, as written; null for none.</param>
    /// <param name="binder">Knows where things were written.</param>
    /// <param name="node">Where the figure was.</param>
    /// <param name="path">The key.</param>
    /// <exception cref="PipelineException">There is none of that name, or a setting cannot be used.</exception>
    public static SweepFigure Read(string name, YamlMappingNode? settings, PipelineBinder binder, YamlNode node, string path)
    {
        (string Name, Type Settings, string Doc) known = Known.FirstOrDefault(one => one.Name == name);
        return known.Name is null
            ? throw binder.Error(node, path, $"is {name}, which is no figure", PipelineBinder.Suggestion(name, [.. Known.Select(one => one.Name)]))
            : (SweepFigure)binder.Bind(settings ?? [], known.Settings, $"{path}.{name}", node);
    }

    /// <summary>A figure as a sweep's folder has it.</summary>
    /// <param name="request">Its name and settings.</param>
    /// <exception cref="PipelineException">This version does not know it.</exception>
    public static SweepFigure Of(FigureRequest request)
    {
        PipelineDocument document = PipelineDocument.Parse(request.Settings?.ToJsonString() ?? "{ }", "sweep.json");
        return Read(request.Name, document.Root, new PipelineBinder(document), document.Root, "figures");
    }
}
