using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Experiments;

/// <summary>The keys that a file may set: those of a pipeline but some, and some of its own.</summary>
internal sealed class KeySpace
{
    private readonly string[] _refused;
    private readonly string _why;
    private readonly Dictionary<string, KeyInfo> _own;

    /// <summary>A space of keys.</summary>
    /// <param name="file">What kind of file it is, with its article.</param>
    /// <param name="refused">Sections of a pipeline that are not for the file to set.</param>
    /// <param name="why">Why not, as the end of a sentence.</param>
    /// <param name="own">The file's own sections that may vary, by their names.</param>
    public KeySpace(string file, string[] refused, string why, params (string Name, Type Section)[] own)
    {
        File = file;
        _refused = refused;
        _why = why;
        _own = own.SelectMany(section => PipelineKeys.Walk(section.Section, section.Name + ".")).ToDictionary(pair => pair.Path, pair => pair.Key);
    }

    /// <summary>What kind of file it is, with its article.</summary>
    public string File { get; }

    /// <summary>What an experiment may set: what changes a result.</summary>
    public static KeySpace OfExperiments { get; } = new(
        "an experiment", ["pace", "workers", "links", "publish"], "any other key: cells run as fast as possible and side by side, which changes no result");

    /// <summary>All of them, section by section.</summary>
    public IEnumerable<KeyValuePair<string, KeyInfo>> All => PipelineKeys.Known.Where(pair => !IsRefused(pair.Key)).Concat(_own);

    /// <summary>What is known of a key; null where there is none of that path.</summary>
    /// <param name="path">The path.</param>
    public KeyInfo? Find(string path) => _own.GetValueOrDefault(path) ?? PipelineKeys.Find(path);

    /// <summary>Whether a key is the file's own rather than the pipeline's.</summary>
    /// <param name="path">The path.</param>
    public bool IsOwn(string path) => _own.ContainsKey(path);

    /// <summary>Why a key is not for the file to set, as what is allowed instead; null where it is.</summary>
    /// <param name="path">The path.</param>
    public string? WhyNot(string path) => IsRefused(path) ? $"{_why} (not {string.Join(", ", _refused)})" : null;

    private bool IsRefused(string path) => _refused.Any(section => PipelineKeys.IsWithin(path, section));
}
