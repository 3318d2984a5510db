using System.Text.Json.Nodes;
using VoltageToWiring.Host.PipelineFiles;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Experiments;

/// <summary>What is kept of each cell beside its results: the files that grow with reports and windows.</summary>
/// <param name="Timeline">Whether <c>timeline.csv</c> is.</param>
/// <param name="Averages">Whether <c>sta.npy</c> is.</param>
[ReadBy(typeof(KeptFilesReader))]
internal sealed record KeptFiles(bool Timeline, bool Averages)
{
    /// <summary>Everything that a run writes.</summary>
    public static KeptFiles All { get; } = new(true, true);

    /// <summary>Nothing of them.</summary>
    public static KeptFiles Nothing { get; } = new(false, false);

    /// <summary>The words for what is kept.</summary>
    public IEnumerable<string> Words
    {
        get
        {
            if (Timeline)
                yield return KeptFilesReader.TimelineWord;
            if (Averages)
                yield return KeptFilesReader.AveragesWord;
        }
    }
}

/// <summary>Reads <c>keep:</c>.</summary>
internal sealed class KeptFilesReader : INodeReader
{
    internal const string TimelineWord = "timeline";
    internal const string AveragesWord = "averages";

    /// <inheritdoc/>
    public string Allowed => $"a list out of {TimelineWord}, {AveragesWord}";

    /// <inheritdoc/>
    public object Read(YamlNode node, PipelineBinder binder, string path)
    {
        if (node is not YamlSequenceNode)
            throw binder.Error(node, path, $"is {PipelineDocument.Describe(node)}", Allowed);
        IReadOnlyList<string> words = ((NameList)new NameListReader().Read(node, binder, path)).Names;
        return words.FirstOrDefault(word => word is not (TimelineWord or AveragesWord)) is { } other
            ? throw binder.Error(node, path, $"lists {other}", Allowed)
            : new KeptFiles(words.Contains(TimelineWord), words.Contains(AveragesWord));
    }

    /// <inheritdoc/>
    public JsonObject Schema() => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["enum"] = new JsonArray(TimelineWord, AveragesWord) },
        ["uniqueItems"] = true,
    };
}
