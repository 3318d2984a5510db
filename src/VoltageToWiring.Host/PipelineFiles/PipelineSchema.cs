using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>The JSON Schema of pipeline files, from the same types that load them, so that editors complete and check keys.</summary>
public static class PipelineSchema
{
    private static readonly JsonSerializerOptions KeysOnly = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepKeys } },
    };

    /// <summary>The schema as text.</summary>
    public static string ToText() => ToText(typeof(PipelineFile), "A VoltageToWiring pipeline");

    /// <summary>The schema of another kind of file, as text.</summary>
    /// <param name="file">What such a file is read into.</param>
    /// <param name="title">What it is.</param>
    internal static string ToText(Type file, string title)
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };
        var schema = (JsonObject)KeysOnly.GetJsonSchemaAsNode(file, exporter);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema.ToJsonString(KeysOnly) + "\n";
    }

    // Only what has a key is in a file, under the key's name.
    private static void KeepKeys(JsonTypeInfo type)
    {
        IReadOnlyList<KeyInfo> keys = KeyInfo.Of(type.Type);
        for (int i = type.Properties.Count - 1; i >= 0; i--)
        {
            JsonPropertyInfo property = type.Properties[i];
            if (keys.FirstOrDefault(key => key.Property.Name == property.Name) is not { } key)
            {
                type.Properties.RemoveAt(i);
                continue;
            }
            property.Name = key.Name;
            property.IsRequired = key.IsRequired;
        }
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        Type type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        KeyInfo? key = context.PropertyInfo is { } property
            ? KeyInfo.Of(property.DeclaringType).FirstOrDefault(k => k.Name == property.Name)
            : null;
        JsonObject schema = ValueSchema(type, key) ?? node as JsonObject ?? [];
        if (key is not null)
        {
            schema.Remove("description");
            schema.Insert(0, "description", key.Doc + (key.Attribute.Limits is { } limits ? $" ({limits})" : ""));
        }
        return schema;
    }

    private static JsonObject? ValueSchema(Type type, KeyInfo? key)
    {
        if (KeyInfo.NodeReaderOf(type) is { } reader)
            return reader.Schema();
        if (key is { IsQuantityList: true })
        {
            JsonObject list = List(Text(QuantityPattern(key.Dimension!.Value)));
            list["minItems"] = 1;
            list["maxItems"] = key.Attribute.MaxCount;
            return list;
        }
        if (key?.Dimension is { } dimension)
            return Text(QuantityPattern(dimension));
        if (type.IsEnum)
            return new JsonObject { ["enum"] = new JsonArray([.. Enum.GetValues(type).Cast<object>().Select(v => (JsonNode)KeyInfo.ValueName(v))]) };
        if (KeyInfo.IsTextSetting(type))
            return new JsonObject { ["type"] = new JsonArray("string", "integer"), ["pattern"] = (string)type.GetProperty("Pattern")!.GetValue(null)! };
        if (type == typeof(double) || type == typeof(int) || type == typeof(ulong))
            return Number(type, key);
        if (type == typeof(string))
            return new JsonObject { ["type"] = "string" };
        if (type == typeof(LinkPlacesSetting))
        {
            return AnyOf(
                new JsonObject { ["enum"] = new JsonArray("all", "none") },
                List(new JsonObject { ["enum"] = new JsonArray([.. LinkPlacesSetting.Known.Select(stage => (JsonNode)stage)]) }));
        }
        if (type == typeof(GapsSetting))
            return List(Section(typeof(GapSection)));
        if (key?.Attribute.OrNone == true)
            return AnyOf(new JsonObject { ["enum"] = new JsonArray("none") }, Section(type));
        if (type == typeof(RatesSection))
            return AnyOf(List(Text(QuantityPattern(Dimension.Frequency))), Section(type));
        if (type == typeof(NeuronSection))
        {
            var presets = new JsonArray([.. Numerics.Neurons.IzhikevichPresets.ByName.Keys.Select(name => (JsonNode)name)]);
            return AnyOf(new JsonObject { ["enum"] = presets }, Section(type));
        }
        return null;
    }

    /// <summary>A map with the keys of a section.</summary>
    /// <param name="type">The section.</param>
    internal static JsonObject Section(Type type)
    {
        var properties = new JsonObject();
        foreach (KeyInfo key in KeyInfo.Of(type))
        {
            JsonObject value = ValueSchema(key.ValueType, key) ?? Section(key.ValueType);
            value.Insert(0, "description", key.Doc);
            properties[key.Name] = value;
        }
        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
    }

    private static JsonObject Number(Type type, KeyInfo? key)
    {
        var schema = new JsonObject { ["type"] = type == typeof(double) ? "number" : "integer" };
        if (key is null)
            return schema;
        if (double.IsFinite(key.Attribute.Min))
            schema[key.Attribute.AboveMin ? "exclusiveMinimum" : "minimum"] = key.Attribute.Min;
        else if (type == typeof(ulong))
            schema["minimum"] = 0;
        if (double.IsFinite(key.Attribute.Max))
            schema[key.Attribute.BelowMax ? "exclusiveMaximum" : "maximum"] = key.Attribute.Max;
        return schema;
    }

    private static string QuantityPattern(Dimension dimension)
        => $"^[-+]?[0-9.]+([eE][-+]?[0-9]+)? ?({string.Join('|', Quantity.UnitsOf(dimension))})$";

    private static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject List(JsonObject of) => new() { ["type"] = "array", ["items"] = of };

    private static JsonObject AnyOf(params JsonNode[] schemas) => new() { ["anyOf"] = new JsonArray(schemas) };
}
