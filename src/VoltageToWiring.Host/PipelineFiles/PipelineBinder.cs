using System.Globalization;
using System.Reflection;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>
/// Makes sections of nodes, strictly: an unknown key, a missing or wrong unit, a value out of range is an error that says where, what was
/// found, and what is allowed.
/// </summary>
internal sealed class PipelineBinder(PipelineDocument document)
{
    // A listed rate is what the key for one rate allows.
    private static readonly KeyInfo RateKey = KeyInfo.Of(typeof(TrainsSection)).First(key => key.Name == "rate");

    private readonly Dictionary<string, YamlNode> _nodes = [];

    public PipelineFile Bind() => Bind<PipelineFile>();

    /// <summary>Reads the whole document.</summary>
    /// <typeparam name="T">Its section.</typeparam>
    public T Bind<T>() => (T)BindSection(document.Root, typeof(T), "");

    /// <summary>Reads a section that stands where the document has no key of its own for it.</summary>
    /// <param name="map">The section.</param>
    /// <param name="type">What it is read into.</param>
    /// <param name="path">What to call it.</param>
    /// <param name="node">Where to look for it.</param>
    public object Bind(YamlMappingNode map, Type type, string path, YamlNode node)
    {
        _nodes[path] = node;
        return BindSection(map, type, path);
    }

    /// <summary>The error of a key that is well-formed but does not fit the rest.</summary>
    /// <param name="path">The key.</param>
    /// <param name="found">What was found, as <c>is …</c>.</param>
    /// <param name="allowed">What is allowed.</param>
    public PipelineException Error(string path, string found, string allowed)
        => new($"{Where(path)}: {path} {found}; allowed is {allowed}.");

    /// <summary>The error of something below a key, which has no key of its own.</summary>
    /// <param name="node">Where.</param>
    /// <param name="path">The key.</param>
    /// <param name="found">What was found, as <c>is …</c>.</param>
    /// <param name="allowed">What is allowed.</param>
    public PipelineException Error(YamlNode node, string path, string found, string allowed)
        => new($"{document.Where(node)}: {path} {found}; allowed is {allowed}.");

    /// <summary>Where a node was written.</summary>
    /// <param name="node">The node.</param>
    public string Where(YamlNode node) => document.Where(node);

    /// <summary>Whether a key was written, in the file or on the command line.</summary>
    /// <param name="path">The key.</param>
    public bool IsWritten(string path) => _nodes.ContainsKey(path);

    /// <summary>Where a key, or the nearest section around it, was written.</summary>
    /// <param name="path">The key.</param>
    public string Where(string path)
    {
        string at = path;
        while (at.Length > 0 && !_nodes.ContainsKey(at))
            at = at.LastIndexOf('.') is >= 0 and int dot ? at[..dot] : "";
        return _nodes.TryGetValue(at, out YamlNode? node) ? document.Where(node) : document.File;
    }

    private object BindSection(YamlNode node, Type type, string path)
    {
        if (node is not YamlMappingNode map)
        {
            throw Error(
                path, $"is {PipelineDocument.Describe(node)}", $"a map with the keys {string.Join(", ", KeyInfo.Of(type).Select(key => key.Name))}");
        }
        object section = Activator.CreateInstance(type)!;
        IReadOnlyList<KeyInfo> keys = KeyInfo.Of(type);
        foreach ((YamlNode keyNode, YamlNode value) in map.Children)
        {
            string name = (keyNode as YamlScalarNode)?.Value ?? "";
            string child = path.Length == 0 ? name : $"{path}.{name}";
            KeyInfo? key = keys.FirstOrDefault(k => k.Name == name);
            if (key is null)
            {
                _nodes[child] = value;
                throw Error(child, "is not a known key", Suggestion(name, [.. keys.Select(k => k.Name)]));
            }
            _nodes[child] = value;
            if (value is YamlScalarNode { Value: null or "" } && !key.IsRequired)
                throw Error(child, "has no value", key.AllowedText());
            key.Property.SetValue(section, IsNone(value, key) ? null : BindValue(value, key, child));
        }
        foreach (KeyInfo key in keys)
        {
            if (key.IsRequired && !map.Children.ContainsKey(new YamlScalarNode(key.Name)))
                throw Error(path.Length == 0 ? key.Name : $"{path}.{key.Name}", "is missing", key.AllowedText());
        }
        return section;
    }

    private object BindValue(YamlNode node, KeyInfo key, string path)
    {
        Type type = key.ValueType;
        if (type == typeof(NeuronSection) && node is YamlScalarNode preset)
            return new NeuronSection { Preset = preset.Value! };
        if (type == typeof(LinkPlacesSetting))
            return BindLinkPlaces(node, path);
        if (type == typeof(RatesSection) && node is YamlSequenceNode list)
            return new RatesSection { Each = [.. list.Children.Select((rate, i) => BindListed(rate, RateKey, $"{path}[{i}]"))] };
        if (type == typeof(GapsSetting))
            return BindGaps(node, path);
        if (KeyInfo.NodeReaderOf(type) is { } reader)
            return reader.Read(node, this, path);
        if (key.Attribute.OrNone && node is not YamlMappingNode)
            throw Error(path, $"is {PipelineDocument.Describe(node)}", key.AllowedText());
        if (key.IsQuantityList)
            return BindQuantities(node, key, path);
        if (!IsScalar(type))
            return BindSection(node, type, path);
        if (node is not YamlScalarNode { Value: { } text })
            throw Error(path, $"is {PipelineDocument.Describe(node)}", key.AllowedText());
        if (key.Dimension is { } dimension)
            return BindQuantity(text, dimension, key, path);
        object? value = type.IsEnum
            ? Enum.GetValues(type).Cast<object>().FirstOrDefault(v => KeyInfo.ValueName(v) == text)
            : KeyInfo.IsTextSetting(type) ? ReadTextSetting(type, text)
            : type == typeof(string) ? text
            : ReadNumber(type, text);
        if (value is null || !InRange(value, key))
            throw Error(path, $"is '{text}'", key.AllowedText());
        return value;
    }

    private object BindLinkPlaces(YamlNode node, string path)
    {
        switch (node)
        {
            case YamlScalarNode { Value: "all" }:
                return LinkPlacesSetting.All;
            case YamlScalarNode { Value: "none" }:
                return new LinkPlacesSetting([]);
            case YamlSequenceNode list:
                string[] stages = [.. list.Children.Select(stage => (stage as YamlScalarNode)?.Value ?? "")];
                if (stages.FirstOrDefault(stage => !LinkPlacesSetting.Known.Contains(stage)) is { } unknown)
                    throw Error(path, $"names '{unknown}'", LinkPlacesSetting.Allowed);
                return new LinkPlacesSetting(stages);
            default:
                throw Error(path, $"is {PipelineDocument.Describe(node)}", LinkPlacesSetting.Allowed);
        }
    }

    private GapsSetting BindGaps(YamlNode node, string path)
    {
        if (node is not YamlSequenceNode list)
            throw Error(path, $"is {PipelineDocument.Describe(node)}", GapsSetting.Allowed);
        var gaps = new List<GapSection>();
        foreach (YamlNode gap in list.Children)
        {
            string item = $"{path}[{gaps.Count}]";
            _nodes[item] = gap;
            gaps.Add((GapSection)BindSection(gap, typeof(GapSection), item));
        }
        return new GapsSetting(gaps);
    }

    private static bool IsNone(YamlNode node, KeyInfo key) => key.Attribute.OrNone && node is YamlScalarNode { Value: "none" };

    private Quantity[] BindQuantities(YamlNode node, KeyInfo key, string path)
    {
        if (node is not YamlSequenceNode list)
            throw Error(path, $"is {PipelineDocument.Describe(node)}", key.AllowedText());
        if (list.Children.Count < 1 || list.Children.Count > key.Attribute.MaxCount)
            throw Error(path, list.Children.Count == 0 ? "is an empty list" : $"lists {list.Children.Count} values", key.AllowedText());
        return [.. list.Children.Select((value, i) => BindListed(value, key, $"{path}[{i}]"))];
    }

    private Quantity BindListed(YamlNode node, KeyInfo key, string path)
    {
        _nodes[path] = node;
        return node is YamlScalarNode { Value: { } text }
            ? BindQuantity(text, key.Dimension!.Value, key, path)
            : throw Error(path, $"is {PipelineDocument.Describe(node)}", key.AllowedText());
    }

    private Quantity BindQuantity(string text, Dimension dimension, KeyInfo key, string path)
    {
        if (!Quantity.TryParse(text, dimension, out Quantity quantity, out string problem))
            throw Error(path, $"is '{text}', {problem}", key.AllowedText());
        if (!InRange(quantity.Si, key))
            throw Error(path, $"is '{text}'", key.AllowedText());
        return quantity;
    }

    private static bool InRange(object value, KeyInfo key)
    {
        if (value is not (double or int or long))
            return true;
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        KeyAttribute limits = key.Attribute;
        return (limits.BelowMax ? number < limits.Max : number <= limits.Max) && (limits.AboveMin ? number > limits.Min : number >= limits.Min);
    }

    private static bool IsScalar(Type type)
        => type.IsEnum || type.IsPrimitive || type == typeof(string) || type == typeof(Quantity) || KeyInfo.IsTextSetting(type);

    private static object? ReadTextSetting(Type type, string text)
        => type.GetMethod("FromText", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [text]);

    private static object? ReadNumber(Type type, string text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, culture, out double d) && double.IsFinite(d) ? d : null;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out int i) ? i : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out long l) ? l : null;
        if (type == typeof(ulong))
            return ulong.TryParse(text, NumberStyles.None, culture, out ulong u) ? u : null;
        throw new NotSupportedException($"Pipeline keys of type {type} cannot be read.");
    }

    /// <summary>What is allowed where a name is none of those known: all of them, and which one may have been meant.</summary>
    /// <param name="name">The name found.</param>
    /// <param name="known">The names known.</param>
    public static string Suggestion(string name, IReadOnlyList<string> known)
    {
        string all = $"one of {string.Join(", ", known)}";
        string? near = known.MinBy(key => Distance(key, name));
        return near is not null && Distance(near, name) <= Math.Max(2, name.Length / 3) ? $"{all} (perhaps {near}?)" : all;
    }

    // Levenshtein's edit distance.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
