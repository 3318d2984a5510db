using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Npz;

/// <summary>Frames and targets of an array of samples.</summary>
/// <param name="Rows">Frames that are there.</param>
/// <param name="Targets">Targets.</param>
/// <param name="SampleType">The type that holds the elements.</param>
internal sealed record NpyShape(long Rows, int Targets, SampleType SampleType)
{
    /// <summary>Reads it off a header.</summary>
    /// <param name="file">What to call the file and its array.</param>
    /// <param name="header">The header.</param>
    public static NpyShape Of(string file, NpyHeader header)
    {
        RawNumbers numbers = header.Numbers(file);
        (long rows, int targets) = header.Shape switch
        {
            [var frames] => (frames, 1),
            [var frames, > 0 and var neurons] => (frames, neurons),
            _ => throw new FileFormatException(file, $"an array of shape ({string.Join(", ", header.Shape)})", "frames × targets"),
        };
        if (header.IsFortran && targets > 1 && rows > 1)
            throw new FileFormatException(file, "columns one after the other (Fortran order)", "rows one after the other, as numpy.ascontiguousarray makes them");
        return new NpyShape(rows, targets, numbers.FitSingle ? SampleType.Float32 : SampleType.Float64);
    }
}
