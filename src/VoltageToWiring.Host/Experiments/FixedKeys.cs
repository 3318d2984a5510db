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
internal sealed record FixedKeys(IReadOnlyList<FixedKey> Keys)
{
    /// <summary>Nothing is set.</summary>
    public static FixedKeys None { get; } = new([]);
}

/// <summary>Reads <c>set:</c>.</summary>
internal sealed class FixedReader : INodeReader
{
    /// <inheritdoc/>
    public string Allowed => "a map of keys and their values, such as { source.simulate.duration: 2 min }";

    /// <inheritdoc/>
    public object Read(YamlNode node, PipelineBinder binder, string path)
        => node is YamlMappingNode map
            ? new FixedKeys([.. map.Children.Select(pair => new FixedKey(
                PipelineKeys.Read(pair.Key, binder, path), new CellValue(pair.Value, binder.Where(pair.Value))))])
            : throw binder.Error(node, path, $"is {PipelineDocument.Describe(node)}", Allowed);

    /// <inheritdoc/>
    public JsonObject Schema() => GridSchema.OfKeys(PipelineKeys.All, varied: false);
}
