namespace VoltageToWiring.Streaming.Recordings;

/// <summary>The number type of a recording's samples; batches, wire and files keep it unchanged.</summary>
public enum SampleType
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>Double precision.</summary>
    Float64,

    /// <summary>Counts of a camera's pixels, of a movie that traces are still to be made of.</summary>
    UInt16,
}
