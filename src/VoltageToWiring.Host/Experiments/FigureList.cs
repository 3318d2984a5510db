using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VoltageToWiring.Host.PipelineFiles;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Experiments;

/// <summary>A figure that an experiment asks for.</summary>
/// <param name="Name">Its name, in lower case with hyphens.</param>
/// <param name="Settings">Its settings, as written: words stay words, maps and lists stay such; null where it has none.</param>
public sealed record FigureRequest(string Name, JsonObject? Settings);

/// <summary>The figures that an experiment asks for.</summary>
/// <param name="Figures">One after the other.</param>
/// <param name="Node">The same as written; null for none.</param>
[ReadBy(typeof(FigureListReader))]
internal sealed record FigureList(IReadOnlyList<FigureRequest> Figures, YamlNode? Node)
{
    /// <summary>No figures.</summary>
    public static FigureList None { get; } = new([], null);
}

/// <summary>Reads <c>figures:</c>.</summary>
internal sealed partial class FigureListReader : INodeReader
{
    private const string Pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";

    /// <inheritdoc/>
    public string Allowed => "a list of names such as roc, each by itself or with its settings as { roc: { seed: 0 } }";

    /// <inheritdoc/>
    public object Read(YamlNode node, PipelineBinder binder, string path)
    {
        if (node is not YamlSequenceNode list)
            throw binder.Error(node, path, $"is {PipelineDocument.Describe(node)}", Allowed);
        return new FigureList([.. list.Children.Select((item, i) => ReadOne(item, binder, $"{path}[{i}]"))], list);
    }

    /// <inheritdoc/>
    public JsonObject Schema()
    {
        var name = new JsonObject { ["type"] = "string", ["pattern"] = Pattern };
        var withSettings = new JsonObject
        {
            ["type"] = "object",
            ["propertyNames"] = new JsonObject { ["pattern"] = Pattern },
            ["minProperties"] = 1,
            ["maxProperties"] = 1,
            ["additionalProperties"] = new JsonObject { ["type"] = "object" },
        };
        return new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["anyOf"] = new JsonArray(name, withSettings) } };
    }

    private FigureRequest ReadOne(YamlNode node, PipelineBinder binder, string path)
    {
        (YamlNode name, YamlNode? settings) = node is YamlMappingNode { Children.Count: 1 } map
            ? (map.Children[0].Key, map.Children[0].Value)
            : (node, null);
        if (name is not YamlScalarNode { Value: { } word } || !Name().IsMatch(word))
            throw binder.Error(node, path, $"is {PipelineDocument.Describe(node)}", Allowed);
        return settings switch
        {
            null => new FigureRequest(word, null),
            YamlMappingNode => new FigureRequest(word, (JsonObject)Json(settings)!),
            _ => throw binder.Error(settings, $"{path}.{word}", $"is {PipelineDocument.Describe(settings)}", "a map of settings"),
        };
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Value: "null" or "~", Style: ScalarStyle.Plain } => null,
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };

    [GeneratedRegex(Pattern)]
    private static partial Regex Name();
}
