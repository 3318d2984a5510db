using VoltageToWiring.Host.PipelineFiles;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Experiments;

/// <summary>All keys of a pipeline by their paths, sections included, and which of them an experiment may set.</summary>
internal static class PipelineKeys
{
    // None of these changes a result.
    private static readonly string[] OfTheSweep = ["pace", "workers", "links"];

    private static readonly Dictionary<string, KeyInfo> ByPath = Walk(typeof(PipelineFile), "").ToDictionary(pair => pair.Path, pair => pair.Key);

    /// <summary>The keys that an experiment may set, section by section.</summary>
    public static IEnumerable<KeyValuePair<string, KeyInfo>> All => ByPath.Where(pair => !IsOfTheSweep(pair.Key));

    /// <summary>What is known of a key; null where there is none of that path.</summary>
    /// <param name="path">The path.</param>
    public static KeyInfo? Find(string path) => ByPath.GetValueOrDefault(path);

    /// <summary>Reads the path of a key.</summary>
    /// <param name="node">As written.</param>
    /// <param name="binder">Knows where it was written.</param>
    /// <param name="section">The section of the experiment that names it; empty on the command line.</param>
    /// <exception cref="PipelineException">There is no such key, or an experiment may not set it.</exception>
    public static string Read(YamlNode node, PipelineBinder binder, string section)
    {
        string path = (node as YamlScalarNode)?.Value ?? "";
        string named = section.Length == 0 ? path : $"{section}.{path}";
        if (IsOfTheSweep(path))
        {
            throw binder.Error(
                node, named, "is not for an experiment to set",
                $"any other key: cells run as fast as possible and side by side, which changes no result (not {string.Join(", ", OfTheSweep)})");
        }
        return Find(path) is not null ? path : throw binder.Error(node, named, "is not a key of a pipeline", Suggestion(path));
    }

    /// <summary>Whether a key lies in a section, or is it.</summary>
    /// <param name="path">The key.</param>
    /// <param name="section">The section.</param>
    public static bool IsWithin(string path, string section)
        => path.StartsWith(section, StringComparison.Ordinal) && (path.Length == section.Length || path[section.Length] == '.');

    private static bool IsOfTheSweep(string path) => OfTheSweep.Any(section => IsWithin(path, section));

    // The keys of the innermost section that exists.
    private static string Suggestion(string path)
    {
        string section = path;
        do
            section = section.LastIndexOf('.') is >= 0 and int dot ? section[..dot] : "";
        while (section.Length > 0 && !ByPath.ContainsKey(section));
        string prefix = section.Length == 0 ? "" : section + ".";
        string[] keys = [.. All.Select(pair => pair.Key).Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && !key[prefix.Length..].Contains('.'))];
        return PipelineBinder.Suggestion(path, keys.Length > 0 ? keys : [section]);
    }

    private static IEnumerable<(string Path, KeyInfo Key)> Walk(Type section, string prefix)
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
