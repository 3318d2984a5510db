using System.Text.Json.Nodes;
using VoltageToWiring.Host.PipelineFiles;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Experiments;

/// <summary>A key of the pipeline that has one value in every cell.</summary>
/// <param name="Path">The key.</param>
/// <param name="Value">Its value.</param>
internal sealed record FixedKey(string Path, CellValue Value);

/// <summary>Keys that have one value in every cell.</summary>
/// <param name="Keys">One after the other.</param>
[ReadBy(typeof(FixedReader))]
internal record FixedKeys(IReadOnlyList<FixedKey> Keys)
{
    /// <summary>Nothing is set.</summary>
    public static FixedKeys None { get; } = new([]);
}

/// <summary>Reads <c>set:</c>.</summary>
internal class FixedReader : INodeReader
{
    /// <summary>The keys that the file may set.</summary>
    public virtual KeySpace Space => KeySpace.OfExperiments;

    /// <inheritdoc/>
    public string Allowed => "a map of keys and their values, such as { source.simulate.duration: 2 min }";

    /// <inheritdoc/>
    public virtual object Read(YamlNode node, PipelineBinder binder, string path) => new FixedKeys(ReadKeys(node, binder, path));

    /// <inheritdoc/>
    public JsonObject Schema() => GridSchema.OfKeys(Space.All, varied: false);

    /// <summary>Reads the keys.</summary>
    protected IReadOnlyList<FixedKey> ReadKeys(YamlNode node, PipelineBinder binder, string path)
        => node is YamlMappingNode map
            ? [.. map.Children.Select(pair => new FixedKey(
                PipelineKeys.Read(pair.Key, binder, path, Space), new CellValue(pair.Value, binder.Where(pair.Value))))]
            : throw binder.Error(node, path, $"is {PipelineDocument.Describe(node)}", Allowed);
}
