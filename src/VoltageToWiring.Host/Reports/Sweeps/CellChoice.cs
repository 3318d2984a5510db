using System.Text.Json.Nodes;
using VoltageToWiring.Host.Experiments;
using VoltageToWiring.Host.PipelineFiles;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>One cell of a sweep, by values of keys; of a key that is not named it is the first value.</summary>
/// <param name="Values">Keys and values, as written.</param>
[ReadBy(typeof(CellChoiceReader))]
internal sealed record CellChoice(IReadOnlyList<KeyValuePair<string, string>> Values)
{
    /// <summary>The first cell.</summary>
    public static CellChoice First { get; } = new([]);

    /// <summary>Whether a cell has these values.</summary>
    /// <param name="keys">The keys that vary.</param>
    /// <param name="values">The cell's values.</param>
    public bool IsOf(IReadOnlyList<string> keys, IReadOnlyList<string> values)
        => Values.All(wanted => keys.Index().Any(key => key.Item == wanted.Key && Same(values[key.Index], wanted.Value)));

    // Blanks and quotes make no other value.
    private static bool Same(string a, string b) => Bare(a) == Bare(b);

    private static string Bare(string text) => string.Concat(text.Where(c => c is not (' ' or '"' or '\'')));

    /// <inheritdoc/>
    public override string ToString() => Values.Count == 0 ? "the first" : string.Join(", ", Values.Select(value => $"{value.Key} {value.Value}"));
}

/// <summary>Several cells of a sweep.</summary>
/// <param name="Cells">The choices.</param>
[ReadBy(typeof(CellChoicesReader))]
internal sealed record CellChoices(IReadOnlyList<CellChoice> Cells)
{
    /// <summary>The first cell alone.</summary>
    public static CellChoices First { get; } = new([CellChoice.First]);
}

/// <summary>Reads a choice of one cell.</summary>
internal sealed class CellChoiceReader : INodeReader
{
    /// <inheritdoc/>
    public string Allowed => "a map of keys that vary and a value of each, such as { seed: 0 }; of other keys it is the first value";

    /// <inheritdoc/>
    public object Read(YamlNode node, PipelineBinder binder, string path)
        => node is YamlMappingNode map
            ? new CellChoice([.. map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), new CellValue(pair.Value, "").Label))])
            : throw binder.Error(node, path, $"is {PipelineDocument.Describe(node)}", Allowed);

    /// <inheritdoc/>
    public JsonObject Schema() => new() { ["type"] = "object" };
}

/// <summary>Reads a choice of several cells.</summary>
internal sealed class CellChoicesReader : INodeReader
{
    /// <inheritdoc/>
    public string Allowed => "a list of maps of keys that vary and a value of each, such as [{ seed: 0 }, { seed: 1 }]";

    /// <inheritdoc/>
    public object Read(YamlNode node, PipelineBinder binder, string path)
    {
        if (node is not YamlSequenceNode { Children.Count: > 0 } list)
            throw binder.Error(node, path, $"is {PipelineDocument.Describe(node)}", Allowed);
        var one = new CellChoiceReader();
        return new CellChoices([.. list.Children.Select((item, i) => (CellChoice)one.Read(item, binder, $"{path}[{i}]"))]);
    }

    /// <inheritdoc/>
    public JsonObject Schema() => new() { ["type"] = "array", ["minItems"] = 1, ["items"] = new JsonObject { ["type"] = "object" } };
}
