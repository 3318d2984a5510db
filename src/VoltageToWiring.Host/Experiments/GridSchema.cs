using System.Text.Json.Nodes;
using VoltageToWiring.Host.PipelineFiles;

namespace VoltageToWiring.Host.Experiments;

/// <summary>Schemas of maps from keys of the pipeline to values.</summary>
internal static class GridSchema
{
    /// <summary>A map that may have any of some keys.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="varied">Whether a key has several values.</param>
    public static JsonObject OfKeys(IEnumerable<KeyValuePair<string, KeyInfo>> keys, bool varied)
    {
        var properties = new JsonObject();
        foreach ((string path, KeyInfo key) in keys)
        {
            var value = new JsonObject { ["description"] = key.Doc };
            if (varied)
                value["minItems"] = 1;
            properties[path] = value;
        }
        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
    }
}

/// <summary>The JSON Schema of experiment files, from the same types that load them.</summary>
public static class ExperimentSchema
{
    /// <summary>The schema as text.</summary>
    public static string ToText() => PipelineSchema.ToText(typeof(ExperimentFile), "A VoltageToWiring experiment");
}
