using System.Text.Json.Nodes;
using VoltageToWiring.Host.PipelineFiles;
using YamlDotNet.RepresentationModel;

namespace VoltageToWiring.Host.Studies;

/// <summary>A search for the largest value of a key with which a deadline is kept.</summary>
internal sealed record CapacitySection
{
    /// <summary>The key.</summary>
    [Key("the key of the pipeline whose largest value is searched, such as source.simulate.targets; pairs raises trains and targets together")]
    public required string Largest { get; init; }

    /// <summary>From.</summary>
    [Key("the smallest value that is tried; a whole number, of Hz for a rate", Min = 1, Max = 1e9, Limits = "1 to 1e9")]
    public int From { get; init; } = 1;

    /// <summary>To.</summary>
    [Key("the largest value that is tried", Min = 1, Max = 1e9, Limits = "1 to 1e9")]
    public required int To { get; init; }

    /// <summary>The deadline.</summary>
    [Key("how late an estimate may be: one frame, one batch, or a time such as 10 ms")]
    public DeadlineSetting Deadline { get; init; } = DeadlineSetting.Frame;

    /// <summary>The percentile.</summary>
    [Key("of 100 estimates, how many keep the deadline: 50, 90, 99, 99.9, 99.99 or 100")]
    public double Percentile { get; init; } = 99.9;

    /// <summary>Confirmations.</summary>
    [Key("runs that the value that was found has to pass", Min = 1, Max = 20, Limits = "1 to 20")]
    public int Confirmations { get; init; } = 2;

    /// <summary>What is set meanwhile.</summary>
    [Key("keys of the pipeline that are set while it is searched")]
    public StudyFixedKeys Set { get; init; } = StudyFixedKeys.Nothing;
}

/// <summary>How late an estimate may be.</summary>
/// <param name="Unit">A frame or a batch; null for a time.</param>
/// <param name="Time">The time; null for a frame or a batch.</param>
internal sealed record DeadlineSetting(string? Unit, Quantity? Time) : ITextSetting<DeadlineSetting>
{
    public static DeadlineSetting Frame { get; } = new("one frame", null);

    /// <inheritdoc/>
    public static string Allowed => "one frame, one batch, or a time such as 10 ms";

    /// <inheritdoc/>
    public static string Pattern => "^(one frame|one batch|[0-9.eE+-]+ ?(s|ms|us|µs))$";

    /// <inheritdoc/>
    public string Text => Unit ?? Time!.Value.Text;

    /// <inheritdoc/>
    public static DeadlineSetting? FromText(string text) => text switch
    {
        "one frame" or "one batch" => new(text, null),
        _ when Quantity.TryParse(text, Dimension.Time, out Quantity time, out _) && time.Si > 0 => new(null, time),
        _ => null,
    };
}

/// <summary>Searches, one after the other.</summary>
/// <param name="Searches">The searches.</param>
[ReadBy(typeof(CapacityReader))]
internal sealed record CapacityList(IReadOnlyList<CapacitySection> Searches)
{
    public static CapacityList None { get; } = new([]);
}

/// <summary>Reads <c>capacity:</c>.</summary>
internal sealed class CapacityReader : INodeReader
{
    private static readonly double[] Percentiles = [50, 90, 99, 99.9, 99.99, 100];

    /// <inheritdoc/>
    public string Allowed => "none, or a list of searches such as { largest: source.simulate.targets, to: 4096, deadline: one frame }";

    /// <inheritdoc/>
    public object Read(YamlNode node, PipelineBinder binder, string path)
    {
        if (node is YamlScalarNode { Value: "none" })
            return CapacityList.None;
        if (node is not YamlSequenceNode list)
            throw binder.Error(node, path, $"is {PipelineDocument.Describe(node)}", Allowed);
        return new CapacityList([.. list.Children.Select((item, i) => ReadOne(item, binder, $"{path}[{i}]"))]);
    }

    /// <inheritdoc/>
    public JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["enum"] = new JsonArray("none") }, new JsonObject { ["type"] = "array", ["items"] = PipelineSchema.Section(typeof(CapacitySection)) }),
    };

    private CapacitySection ReadOne(YamlNode node, PipelineBinder binder, string path)
    {
        if (node is not YamlMappingNode map)
            throw binder.Error(node, path, $"is {PipelineDocument.Describe(node)}", Allowed);
        var search = (CapacitySection)binder.Bind(map, typeof(CapacitySection), path, node);
        if (!Percentiles.Contains(search.Percentile))
            throw binder.Error($"{path}.percentile", $"is {search.Percentile}", "50, 90, 99, 99.9, 99.99 or 100");
        if (search.From > search.To)
            throw binder.Error($"{path}.from", $"is {search.From}, above to, {search.To}", "at most to");
        if (!CapacityKeys.Names.Contains(search.Largest))
            throw binder.Error($"{path}.largest", $"is {search.Largest}", string.Join(", ", CapacityKeys.Names));
        return search;
    }
}
