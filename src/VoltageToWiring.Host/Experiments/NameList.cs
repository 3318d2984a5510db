using System.Text.Json.Nodes;
using VoltageToWiring.Host.PipelineFiles;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Experiments;

/// <summary>Names, such as those of fields or keys.</summary>
/// <param name="Names">The names.</param>
[ReadBy(typeof(NameListReader))]
internal sealed record NameList(IReadOnlyList<string> Names)
{
    /// <summary>No names.</summary>
    public static NameList None { get; } = new([]);
}

/// <summary>Reads a list of names.</summary>
internal sealed class NameListReader : INodeReader
{
    /// <inheritdoc/>
    public string Allowed => "a list of different names";

    /// <inheritdoc/>
    public object Read(YamlNode node, PipelineBinder binder, string path)
    {
        if (node is not YamlSequenceNode list)
            throw binder.Error(node, path, $"is {PipelineDocument.Describe(node)}", Allowed);
        var names = new List<string>();
        foreach (YamlNode item in list.Children)
        {
            if (item is not YamlScalarNode { Value: { Length: > 0 } name })
                throw binder.Error(item, path, $"lists {PipelineDocument.Describe(item)}", Allowed);
            if (names.Contains(name))
                throw binder.Error(item, path, $"lists {name} twice", Allowed);
            names.Add(name);
        }
        return new NameList(names);
    }

    /// <inheritdoc/>
    public JsonObject Schema() => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["type"] = "string" },
        ["uniqueItems"] = true,
    };
}
