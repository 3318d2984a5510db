using System.Text.Json.Nodes;
using VoltageToWiring.Host.PipelineFiles;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Experiments;

/// <summary>A key of the pipeline and the values that it takes one after the other.</summary>
/// <param name="Path">The key.</param>
/// <param name="Values">Its values, at least one.</param>
/// <param name="Where">Where it was written.</param>
internal sealed record VariedKey(string Path, IReadOnlyList<CellValue> Values, string Where);

/// <summary>Keys that vary, every value with every other.</summary>
/// <param name="Keys">One after the other.</param>
[ReadBy(typeof(GridReader))]
internal record GridKeys(IReadOnlyList<VariedKey> Keys)
{
    /// <summary>Nothing varies.</summary>
    public static GridKeys None { get; } = new([]);
}

/// <summary>Keys that vary together.</summary>
/// <param name="Groups">Groups of keys, each key of a group with as many values as the others.</param>
[ReadBy(typeof(ZipReader))]
internal record ZippedKeys(IReadOnlyList<IReadOnlyList<VariedKey>> Groups)
{
    /// <summary>Nothing varies.</summary>
    public static ZippedKeys None { get; } = new([]);
}

/// <summary>Reads <c>grid:</c>.</summary>
internal class GridReader : INodeReader
{
    /// <summary>The keys that the file may set.</summary>
    public virtual KeySpace Space => KeySpace.OfExperiments;

    /// <inheritdoc/>
    public string Allowed => "a map of keys and their values, such as { seed: 0..19 }";

    /// <inheritdoc/>
    public virtual object Read(YamlNode node, PipelineBinder binder, string path) => new GridKeys(ReadKeys(node, binder, path, Space, Allowed, once: true));

    /// <inheritdoc/>
    public JsonObject Schema() => GridSchema.OfKeys(Space.All, varied: true);

    internal static IReadOnlyList<VariedKey> ReadKeys(
        YamlNode node, PipelineBinder binder, string path, KeySpace space, string allowed, bool once)
    {
        if (node is not YamlMappingNode { Children.Count: > 0 } map)
            throw binder.Error(node, path, $"is {PipelineDocument.Describe(node)}", allowed);
        var keys = new List<VariedKey>();
        foreach ((YamlNode keyNode, YamlNode values) in map.Children)
        {
            string key = PipelineKeys.Read(keyNode, binder, path, space);
            keys.Add(new VariedKey(key, new GridValues(binder, $"{path}.{key}", space.Find(key)!).Read(values, once), binder.Where(keyNode)));
        }
        return keys;
    }
}

/// <summary>Reads <c>zip:</c>.</summary>
internal class ZipReader : INodeReader
{
    /// <summary>The keys that the file may set.</summary>
    public virtual KeySpace Space => KeySpace.OfExperiments;

    /// <inheritdoc/>
    public string Allowed => "a map of keys that have as many values as each other, or a list of such maps";

    /// <inheritdoc/>
    public virtual object Read(YamlNode node, PipelineBinder binder, string path) => new ZippedKeys(ReadGroups(node, binder, path));

    /// <inheritdoc/>
    public JsonObject Schema()
    {
        static JsonObject Group() => new() { ["$ref"] = "#/properties/grid" };
        return new JsonObject { ["anyOf"] = new JsonArray(Group(), new JsonObject { ["type"] = "array", ["items"] = Group() }) };
    }

    /// <summary>Reads the groups.</summary>
    protected IReadOnlyList<IReadOnlyList<VariedKey>> ReadGroups(YamlNode node, PipelineBinder binder, string path)
        => node is YamlSequenceNode list
            ? [.. list.Children.Select((group, i) => ReadGroup(group, binder, $"{path}[{i}]"))]
            : [ReadGroup(node, binder, path)];

    private IReadOnlyList<VariedKey> ReadGroup(YamlNode node, PipelineBinder binder, string path)
    {
        bool alone = node is YamlMappingNode { Children.Count: 1 };
        IReadOnlyList<VariedKey> keys = GridReader.ReadKeys(node, binder, path, Space, Allowed, once: alone);
        if (keys.FirstOrDefault(key => key.Values.Count != keys[0].Values.Count) is { } other)
        {
            throw binder.Error(
                node, path, $"has {keys[0].Values.Count} values of {keys[0].Path} and {other.Values.Count} of {other.Path}",
                "as many of each, because they move together");
        }
        IEnumerable<string> together = Enumerable.Range(0, keys[0].Values.Count)
            .Select(at => string.Join(", ", keys.Select(key => $"{key.Path} {key.Values[at].Label}")));
        if (together.GroupBy(values => values).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw binder.Error(node, path, $"has {twice.Key} more than once", "every combination once");
        return keys;
    }
}
