namespace VoltageToWiring.Files.Recordings;

/// <summary>The samples of a recording, row by row from the first: a row is a frame that is there.</summary>
internal interface ISampleRows : IDisposable
{
    /// <summary>Reads the next rows, of a recording in single precision.</summary>
    /// <param name="samples">Room for whole rows.</param>
    void Read(Span<float> samples);

    /// <summary>Reads the next rows, of a recording in double precision.</summary>
    /// <param name="samples">Room for whole rows.</param>
    void Read(Span<double> samples);

    /// <summary>Reads the next rows, of a movie.</summary>
    /// <param name="pixels">Room for whole rows, each a frame.</param>
    void Read(Span<ushort> pixels) => throw new NotSupportedException("These are traces.");
}
