using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Reports.Sweeps;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Experiments;

/// <summary>A figure that an experiment asks for.</summary>
/// <param name="Name">Its name, in lower case with hyphens.</param>
/// <param name="Settings">Its settings, as written: words stay words, maps and lists stay such; null where it has none.</param>
public sealed record FigureRequest(string Name, JsonObject? Settings);

/// <summary>The figures that an experiment asks for.</summary>
/// <param name="Figures">One after the other.</param>
/// <param name="Read">The same as they were understood, each with its key.</param>
/// <param name="Node">The same as written; null for none.</param>
[ReadBy(typeof(FigureListReader))]
internal sealed record FigureList(IReadOnlyList<FigureRequest> Figures, IReadOnlyList<(string Path, SweepFigure Figure)> Read, YamlNode? Node)
{
    /// <summary>No figures.</summary>
    public static FigureList None { get; } = new([], [], null);
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
        (FigureRequest Request, string Path, SweepFigure Figure)[] read = [.. list.Children.Select((item, i) => ReadOne(item, binder, $"{path}[{i}]"))];
        return new FigureList([.. read.Select(one => one.Request)], [.. read.Select(one => (one.Path, one.Figure))], list);
    }

    /// <inheritdoc/>
    public JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach ((string figure, Type section, string doc) in SweepFigures.Known)
            properties[figure] = SettingsSchema(section, doc);
        string[] alone = [.. SweepFigures.Known.Where(one => !KeyInfo.Of(one.Settings).Any(key => key.IsRequired)).Select(one => one.Name)];
        var name = new JsonObject { ["enum"] = new JsonArray([.. alone.Select(one => (JsonNode)one)]) };
        var withSettings = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["minProperties"] = 1,
            ["maxProperties"] = 1,
            ["additionalProperties"] = false,
        };
        return new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["anyOf"] = new JsonArray(name, withSettings) } };
    }

    private (FigureRequest Request, string Path, SweepFigure Figure) ReadOne(YamlNode node, PipelineBinder binder, string path)
    {
        (YamlNode name, YamlNode? settings) = node is YamlMappingNode { Children.Count: 1 } map
            ? (map.Children[0].Key, map.Children[0].Value)
            : (node, null);
        if (name is not YamlScalarNode { Value: { } word } || !Name().IsMatch(word))
            throw binder.Error(node, path, $"is {PipelineDocument.Describe(node)}", Allowed);
        if (settings is not (null or YamlMappingNode))
            throw binder.Error(settings, $"{path}.{word}", $"is {PipelineDocument.Describe(settings)}", "a map of settings");
        SweepFigure figure = SweepFigures.Read(word, (YamlMappingNode?)settings, binder, node, path);
        return (new FigureRequest(word, settings is null ? null : (JsonObject)Json(settings)!), $"{path}.{word}", figure);
    }

    private static JsonObject SettingsSchema(Type section, string doc)
    {
        JsonObject schema = PipelineSchema.Section(section);
        schema.Insert(0, "description", doc);
        if (KeyInfo.Of(section).Where(key => key.IsRequired).Select(key => (JsonNode)key.Name).ToArray() is { Length: > 0 } required)
            schema["required"] = new JsonArray(required);
        return schema;
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
