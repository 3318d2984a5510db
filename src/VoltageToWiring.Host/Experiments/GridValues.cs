using System.Globalization;
using System.Text.RegularExpressions;
using VoltageToWiring.Host.PipelineFiles;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Experiments;

/// <summary>Reads the values that a key takes: a list, a range such as <c>0..19</c>, <c>log(a, b, n)</c>, <c>linear(a, b, n)</c>, or one value.</summary>
/// <param name="binder">Knows where things were written.</param>
/// <param name="path">The key, with the section of the experiment that names it.</param>
/// <param name="key">What is known of the key.</param>
internal sealed partial class GridValues(PipelineBinder binder, string path, KeyInfo key)
{
    /// <summary>The most values that one key may have.</summary>
    public const int Most = 100_000;

    private const string Allowed = "a value, a list of values, a range of whole numbers such as 0..19, log(a, b, n), or linear(a, b, n)";

    /// <summary>Reads them.</summary>
    /// <param name="node">As written.</param>
    /// <param name="once">Whether a value may come only once: where no other key tells its cells apart.</param>
    public IReadOnlyList<CellValue> Read(YamlNode node, bool once = true)
    {
        CellValue[] values = node is YamlSequenceNode list ? [.. list.Children.SelectMany(Expand)] : [.. Expand(node)];
        if (values.Length == 0)
            throw Error(node, "is an empty list", Allowed);
        if (once && values.GroupBy(value => value.Yaml).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Error(node, $"has the value {twice.Key} {(twice.Count() == 2 ? "twice" : $"{twice.Count()} times")}", "every value once");
        return values;
    }

    private IEnumerable<CellValue> Expand(YamlNode node)
    {
        if (node is not YamlScalarNode { Value: { } text })
            return [new CellValue(node, binder.Where(node))];
        if (text.Length == 0)
            throw Error(node, "has no value", Allowed);
        if (WholeRange().Match(text) is { Success: true } range)
            return Range(node, text, range.Groups["first"].Value, range.Groups["last"].Value);
        if (Spacing().Match(text) is { Success: true } spacing)
            return Spaced(node, text, spacing.Groups["name"].Value, spacing.Groups["values"].Value.Split(','));
        if (text.StartsWith("log(", StringComparison.Ordinal) || text.StartsWith("linear(", StringComparison.Ordinal))
            throw Error(node, $"begins with '{text}'", "log(a, b, n) or linear(a, b, n), in quotes where it stands in brackets or braces, because there a comma ends a value");
        return [new CellValue(node, binder.Where(node))];
    }

    private IEnumerable<CellValue> Range(YamlNode node, string text, string from, string to)
    {
        if (!long.TryParse(from, CultureInfo.InvariantCulture, out long first) || !long.TryParse(to, CultureInfo.InvariantCulture, out long last))
            throw Error(node, $"is '{text}'", "a range of whole numbers of at most 18 digits");
        if (last < first)
            throw Error(node, $"is '{text}', an empty range", $"a range that ascends, such as {last}..{first}");
        if ((decimal)last - first >= Most)
            throw Error(node, $"is '{text}'", $"a range of at most {Most} values");
        string where = binder.Where(node);
        return Enumerable.Range(0, (int)(last - first) + 1).Select(i => CellValue.Of(first + i, where));
    }

    private IEnumerable<CellValue> Spaced(YamlNode node, string text, string name, string[] parts)
    {
        string allowed = $"{name}(a, b, n) with {(key.Dimension is { } of ? $"two values that are each a {Quantity.NameOf(of)}" : "two numbers")}"
            + $"{(name == "log" ? " above 0" : "")}, and how many values there are, 2 to {Most}";
        if (parts.Length != 3 || !int.TryParse(parts[2], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int count) || count is < 2 or > Most)
            throw Error(node, $"is '{text}'", allowed);
        if (!SpacedValues.TryRead(parts[0], parts[1], key, out SpacedValues? ends) || name == "log" && !ends.CanBeLogarithmic)
            throw Error(node, $"is '{text}'", allowed);
        string where = binder.Where(node);
        string[] values = name == "log" ? ends.Logarithmic(count) : ends.Linear(count);
        if (values.Distinct().Count() < count)
            throw Error(node, $"is '{text}', whose values are not {count} different ones{(ends.AreWhole ? " when they are made whole numbers" : "")}", "fewer values, or ends that are further apart");
        return values.Select(value => CellValue.Of(value, where));
    }

    private PipelineException Error(YamlNode node, string found, string allowed) => binder.Error(node, path, found, allowed);

    [GeneratedRegex(@"^(?<first>-?[0-9]+)\.\.(?<last>-?[0-9]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex WholeRange();

    [GeneratedRegex(@"^(?<name>log|linear)\((?<values>[^()]*)\)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Spacing();
}
