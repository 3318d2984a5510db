using System.Text.Json;
using VoltageToWiring.Host.PipelineFiles;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Inference.Significance;

namespace VoltageToWiring.Host.Sweeps;

/// <summary>
/// The fields of a cell, by the names that they have in its <c>results.json</c>: those of <c>output[0]</c> and of <c>evaluation</c>, and
/// <c>duration_s</c>.
/// </summary>
internal static class RunFields
{
    private const string Duration = "duration_s";

    /// <summary>Every field that holds a figure, in whatever run.</summary>
    public static IReadOnlyList<string> OfFigures { get; } =
    [
        .. Names(typeof(OutputJson), "output").Where(name => name != "output.target"),
        .. Names(typeof(StaEvaluationJson), "evaluation.sta"),
        .. Enum.GetValues<ConnectionScore>().SelectMany(score => Names(typeof(OnlineEvaluationJson), $"evaluation.online.{OnlineNames.Of(score)}")),
        Duration,
    ];

    /// <summary>Reads the fields of a cell, as texts; null where nothing is known.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, string?>> Read(string folder)
    {
        using JsonDocument results = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "results.json")));
        JsonElement root = results.RootElement;
        return
        [
            .. Fields("output", root.GetProperty("output")[0]).Where(field => field.Key != "output.target"),
            .. Fields("evaluation", root.GetProperty("evaluation")),
            .. Fields(Duration, root.GetProperty(Duration)),
        ];
    }

    // Numbers stay as they were written, which is as they read back to the same bits.
    private static IEnumerable<KeyValuePair<string, string?>> Fields(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Fields($"{name}.{property.Name}", property.Value)),
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number)
            => [new(name, string.Join(' ', value.EnumerateArray().Select(item => item.GetRawText())))],
        // A table of its own, such as the points of a ROC.
        JsonValueKind.Array => [],
        // A section that this run does not have.
        JsonValueKind.Null when name is "evaluation" or "evaluation.sta" or "evaluation.online" => [],
        JsonValueKind.Null => [new(name, null)],
        _ => [new(name, value.ToString())],
    };

    private static IEnumerable<string> Names(Type type, string prefix)
    {
        foreach (System.Reflection.PropertyInfo property in type.GetProperties())
        {
            string name = $"{prefix}.{KeyInfo.NameOf(property.Name)}";
            Type of = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (of.IsPrimitive)
                yield return name;
            else if (of == typeof(MedianDecidedJson))
            {
                foreach (string inner in Names(of, name))
                    yield return inner;
            }
        }
    }
}
