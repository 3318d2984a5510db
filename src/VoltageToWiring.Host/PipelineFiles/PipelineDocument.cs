using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>A pipeline file as a tree of nodes, with what the command line sets on top, where each node knows where it was written.</summary>
internal sealed class PipelineDocument
{
    private readonly Dictionary<YamlNode, string> _setBy = new(ReferenceEqualityComparer.Instance);

    private PipelineDocument(YamlMappingNode root, string file)
    {
        Root = root;
        File = file;
    }

    public YamlMappingNode Root { get; }

    public string File { get; }

    /// <summary>Reads YAML.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What to call it in messages.</param>
    /// <param name="kind">What kind of file it is, with its article.</param>
    /// <param name="key">A key that such a file has.</param>
    public static PipelineDocument Parse(string text, string file, string kind = "a pipeline", string key = "source")
    {
        YamlNode? root = ParseNode(text, file);
        return root switch
        {
            YamlMappingNode map => new PipelineDocument(map, file),
            null => throw new PipelineException($"{file} is empty; {kind} has at least the key {key}."),
            _ => throw new PipelineException(
                $"{file}, line {Line(root)}: found {Describe(root)} where a map of keys such as {key}: is allowed."),
        };
    }

    /// <summary>Sets one key, as <c>--set path.to.key=value</c> does; the value is YAML.</summary>
    /// <param name="setting">The path, =, and the value; the value null removes the key.</param>
    public void Set(PipelineSetting setting)
    {
        (YamlScalarNode keyNode, YamlNode value) = Read(setting);
        string[] path = keyNode.Value!.Split('.');
        string origin = _setBy[keyNode];
        YamlMappingNode map = Root;
        foreach (string key in path[..^1])
        {
            var name = new YamlScalarNode(key);
            if (map.Children.TryGetValue(name, out YamlNode? child) && child is YamlMappingNode inner)
            {
                map = inner;
                continue;
            }
            // A word such as a preset's name gives way to the map that is set into it.
            var made = new YamlMappingNode();
            _setBy[made] = origin;
            map.Children[name] = made;
            map = made;
        }
        var last = new YamlScalarNode(path[^1]);
        if (value is YamlScalarNode { Value: "null" or "~", Style: ScalarStyle.Plain })
            map.Children.Remove(last);
        else
            map.Children[last] = value;
    }

    /// <summary>Reads an assignment without setting anything; both nodes know where it was written.</summary>
    /// <param name="setting">The path, =, and the value.</param>
    public (YamlScalarNode Key, YamlNode Value) Read(PipelineSetting setting)
    {
        string assignment = setting.Assignment;
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        string path = equals < 0 ? "" : assignment[..equals].Trim();
        if (path.Split('.').Any(string.IsNullOrWhiteSpace))
            throw new PipelineException($"--set {assignment}: found no assignment; allowed is path.to.key=value, such as seed=1.");
        string origin = setting.Origin ?? $"--set {path}";
        var key = new YamlScalarNode(path);
        YamlNode value = ParseNode(assignment[(equals + 1)..], origin) ?? new YamlScalarNode("");
        MarkSetBy(key, origin);
        MarkSetBy(value, origin);
        return (key, value);
    }

    /// <summary>Where a node was written, as the beginning of a sentence.</summary>
    public string Where(YamlNode node)
        => _setBy.TryGetValue(node, out string? origin) ? origin : $"{File}, line {Line(node)}";

    /// <summary>What a node is, for a sentence.</summary>
    public static string Describe(YamlNode node) => node switch
    {
        YamlScalarNode { Value: null or "" } => "nothing",
        YamlScalarNode scalar => $"'{scalar.Value}'",
        YamlSequenceNode => "a list",
        YamlMappingNode map => map.Children.Count == 0
            ? "an empty map"
            : $"a map with the keys {string.Join(", ", map.Children.Keys)}",
        _ => "something else",
    };

    private static YamlNode? ParseNode(string text, string origin)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException cause)
        {
            string reason = (cause.InnerException?.Message ?? cause.Message).TrimEnd('.');
            throw new PipelineException(
                string.Create(CultureInfo.InvariantCulture, $"{origin}, line {cause.Start.Line}: this is not YAML: {reason}."), cause);
        }
        return stream.Documents.Count switch
        {
            0 => null,
            1 => stream.Documents[0].RootNode,
            _ => throw new PipelineException($"{origin}, line {Line(stream.Documents[1].RootNode)}: found a second YAML document; allowed is one."),
        };
    }

    private static string Line(YamlNode node) => node.Start.Line.ToString(CultureInfo.InvariantCulture);

    private void MarkSetBy(YamlNode node, string origin)
    {
        // An alias may lead back to a node that was seen.
        if (!_setBy.TryAdd(node, origin))
            return;
        switch (node)
        {
            case YamlMappingNode map:
                foreach ((YamlNode key, YamlNode value) in map.Children)
                {
                    _setBy[key] = origin;
                    MarkSetBy(value, origin);
                }
                break;
            case YamlSequenceNode list:
                foreach (YamlNode value in list.Children)
                    MarkSetBy(value, origin);
                break;
        }
    }
}
