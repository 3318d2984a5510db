using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Experiments;

/// <summary>One value of a key: a word, a figure, a quantity, or a whole section.</summary>
/// <param name="Node">As written.</param>
/// <param name="Where">Where it was written.</param>
internal sealed record CellValue(YamlNode Node, string Where)
{
    private const int DeepestNesting = 32;

    /// <summary>The value as a line of YAML, as <c>--set</c> takes it.</summary>
    public string Yaml { get; } = Flow(Node, 0);

    /// <summary>The value for tables: a word or figure as it is, a section as a line of YAML.</summary>
    public string Label => Node is YamlScalarNode { Value: { } text } ? text : Yaml;

    private static string Flow(YamlNode node, int depth)
    {
        if (depth > DeepestNesting)
            throw new ArgumentException("A value is nested too deeply.", nameof(node));
        return node switch
        {
            YamlSequenceNode list => $"[{string.Join(", ", list.Children.Select(item => Flow(item, depth + 1)))}]",
            YamlMappingNode { Children.Count: 0 } => "{ }",
            YamlMappingNode map => $"{{ {string.Join(", ", map.Children.Select(pair => $"{Flow(pair.Key, depth + 1)}: {Flow(pair.Value, depth + 1)}"))} }}",
            YamlScalarNode scalar => Word(scalar, depth > 0),
            _ => "",
        };
    }

    private static string Word(YamlScalarNode scalar, bool nested)
    {
        string text = scalar.Value ?? "";
        bool isPlain = scalar.Style is ScalarStyle.Plain or ScalarStyle.Any && !text.Any(char.IsControl);
        return isPlain && !(nested && text.AsSpan().ContainsAny(",[]{}:#\"'")) ? text : JsonSerializer.Serialize(text);
    }

    /// <summary>A value that was not written but follows from what was.</summary>
    /// <param name="text">The value.</param>
    /// <param name="where">Where that was written.</param>
    public static CellValue Of(string text, string where) => new(new YamlScalarNode(text), where);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="where">Where it was written.</param>
    public static CellValue Of(long number, string where) => Of(number.ToString(CultureInfo.InvariantCulture), where);
}
