using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings;

/// <summary>Sample types by the names that files give them.</summary>
public static class SampleTypes
{
    /// <summary>The name of a type.</summary>
    /// <param name="type">The type.</param>
    public static string NameOf(SampleType type) => type switch
    {
        SampleType.Float64 => "float64",
        SampleType.UInt16 => "uint16",
        _ => "float32",
    };

    /// <summary>The type of a name; null where it is none.</summary>
    /// <param name="name">The name.</param>
    internal static SampleType? OfName(string? name) => name switch
    {
        "float32" => SampleType.Float32,
        "float64" => SampleType.Float64,
        _ => null,
    };
}
