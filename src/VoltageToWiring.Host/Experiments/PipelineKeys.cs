using VoltageToWiring.Host.PipelineFiles;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Experiments;

/// <summary>All keys of a pipeline by their paths, sections included, and which of them an experiment may set.</summary>
internal static class PipelineKeys
{
    private static readonly Dictionary<string, KeyInfo> ByPath = Walk(typeof(PipelineFile), "").ToDictionary(pair => pair.Path, pair => pair.Key);

    /// <summary>All keys, section by section.</summary>
    public static IEnumerable<KeyValuePair<string, KeyInfo>> Known => ByPath;

    /// <summary>What is known of a key; null where there is none of that path.</summary>
    /// <param name="path">The path.</param>
    public static KeyInfo? Find(string path) => ByPath.GetValueOrDefault(path);

    /// <summary>Reads the path of a key.</summary>
    /// <param name="node">As written.</param>
    /// <param name="binder">Knows where it was written.</param>
    /// <param name="section">The section of the file that names it; empty on the command line.</param>
    /// <param name="space">The keys that the file may set.</param>
    /// <exception cref="PipelineException">There is no such key, or the file may not set it.</exception>
    public static string Read(YamlNode node, PipelineBinder binder, string section, KeySpace space)
    {
        string path = (node as YamlScalarNode)?.Value ?? "";
        string named = section.Length == 0 ? path : $"{section}.{path}";
        if (space.WhyNot(path) is { } instead)
            throw binder.Error(node, named, $"is not for {space.File} to set", instead);
        return space.Find(path) is not null ? path : throw binder.Error(node, named, "is not a key of a pipeline", Suggestion(path, space));
    }

    /// <summary>Whether a key lies in a section, or is it.</summary>
    /// <param name="path">The key.</param>
    /// <param name="section">The section.</param>
    public static bool IsWithin(string path, string section)
        => path.StartsWith(section, StringComparison.Ordinal) && (path.Length == section.Length || path[section.Length] == '.');

    // The keys of the innermost section that exists.
    private static string Suggestion(string path, KeySpace space)
    {
        string section = path;
        do
            section = section.LastIndexOf('.') is >= 0 and int dot ? section[..dot] : "";
        while (section.Length > 0 && !ByPath.ContainsKey(section));
        string prefix = section.Length == 0 ? "" : section + ".";
        string[] keys = [.. space.All.Select(pair => pair.Key).Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && !key[prefix.Length..].Contains('.'))];
        return PipelineBinder.Suggestion(path, keys.Length > 0 ? keys : [section]);
    }

    /// <summary>The keys of a section and of those in it.</summary>
    /// <param name="section">The section.</param>
    /// <param name="prefix">What their paths begin with.</param>
    public static IEnumerable<(string Path, KeyInfo Key)> Walk(Type section, string prefix)
    {
        foreach (KeyInfo key in KeyInfo.Of(section))
        {
            yield return (prefix + key.Name, key);
            if (key.Dimension is not null)
                continue;
            foreach ((string, KeyInfo) inner in Walk(key.ValueType, prefix + key.Name + "."))
                yield return inner;
        }
    }
}
