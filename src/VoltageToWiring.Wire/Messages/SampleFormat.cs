using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Wire.Messages;

/// <summary>How samples are written on the wire.</summary>
public enum SampleEncoding
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>Double precision.</summary>
    Float64,

    /// <summary>16-bit integers with a scale and an offset.</summary>
    Int16,

    /// <summary>Counts of the pixels of a movie, 16 bits without a sign.</summary>
    UInt16,
}

/// <summary>How a sample becomes an amplitude.</summary>
/// <param name="Encoding">Number type on the wire; little-endian.</param>
/// <param name="Scale">Amplitude of one count; for integers.</param>
/// <param name="Offset">Amplitude of count 0; for integers.</param>
/// <param name="Missing">The count that stands for a sample that failed; null for none.</param>
public sealed record SampleFormat(SampleEncoding Encoding, double Scale = 1, double Offset = 0, short? Missing = null)
{
    /// <summary>Single precision.</summary>
    public static SampleFormat Float32 { get; } = new(SampleEncoding.Float32);

    /// <summary>Double precision.</summary>
    public static SampleFormat Float64 { get; } = new(SampleEncoding.Float64);

    /// <summary>Pixels of a movie.</summary>
    public static SampleFormat Pixels { get; } = new(SampleEncoding.UInt16);

    /// <summary>How samples of a type are written that shall stay as they are.</summary>
    /// <param name="type">The type.</param>
    public static SampleFormat Of(SampleType type) => type switch { SampleType.Float32 => Float32, SampleType.Float64 => Float64, _ => Pixels };

    /// <summary>Bytes of one sample on the wire.</summary>
    public int BytesPerSample => Encoding switch { SampleEncoding.Float64 => 8, SampleEncoding.Float32 => 4, _ => 2 };

    internal static string WordOf(SampleEncoding encoding) => encoding switch
    {
        SampleEncoding.Float32 => "float32",
        SampleEncoding.Float64 => "float64",
        SampleEncoding.Int16 => "int16",
        _ => "uint16",
    };

    internal static SampleEncoding Parse(ref MapReader map) => map.Text(20) switch
    {
        "float32" => SampleEncoding.Float32,
        "float64" => SampleEncoding.Float64,
        "int16" => SampleEncoding.Int16,
        "uint16" => SampleEncoding.UInt16,
        string found => throw map.Wrong(WireError.Format, $"is '{found}'; float32, float64, int16 or uint16 is allowed"),
    };
}
