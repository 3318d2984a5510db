namespace VoltageToWiring.Files.Recordings;

/// <summary>How a file holds a recording.</summary>
public enum RecordingFormat
{
    /// <summary>Our own log, for recordings that go on: <c>.v2wlog</c>, see <see cref="Logs.LogFormat"/>.</summary>
    Log,

    /// <summary>Neurodata Without Borders 2: <c>.nwb</c>.</summary>
    Nwb,

    /// <summary>An archive of NumPy arrays: <c>.npz</c>.</summary>
    Npz,

    /// <summary>One NumPy array, the samples alone: <c>.npy</c>. Is read, never written.</summary>
    Npy,

    /// <summary>Two tables, traces and spikes: <c>.csv</c>.</summary>
    Csv,

    /// <summary>A movie, a page for each frame: <c>.tif</c>. Traces are made of it.</summary>
    Tiff,
}

/// <summary>Tells formats by names and by first bytes.</summary>
public static class RecordingFormats
{
    // Enough to tell text from anything else.
    private const int LookedAt = 256;

    private const string Extensions = ".v2wlog, .nwb, .npz, .csv or .tif";

    /// <summary>The format that a name stands for.</summary>
    /// <param name="path">A path.</param>
    /// <exception cref="FileFormatException">It stands for none.</exception>
    public static RecordingFormat OfName(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string extension = Path.GetExtension(path);
        return extension.ToUpperInvariant() switch
        {
            ".V2WLOG" => RecordingFormat.Log,
            ".NWB" or ".H5" or ".HDF5" => RecordingFormat.Nwb,
            ".NPZ" => RecordingFormat.Npz,
            ".NPY" => RecordingFormat.Npy,
            ".CSV" => RecordingFormat.Csv,
            ".TIF" or ".TIFF" or ".BTF" or ".TF8" => RecordingFormat.Tiff,
            _ => throw new FileFormatException(path, extension.Length == 0 ? "a name without an ending" : $"the ending {extension}", Extensions),
        };
    }

    /// <summary>The format of a name that is to be written.</summary>
    /// <param name="path">A path.</param>
    /// <exception cref="FileFormatException">It stands for none that is written.</exception>
    public static RecordingFormat ToWrite(string path) => OfName(path) is var format and not RecordingFormat.Npy
        ? format
        : throw new FileFormatException(path, "the ending .npy, which has no room for spikes", Extensions);

    /// <summary>The format of a file, whose first bytes must be those its name stands for.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">It is empty, or something else than its name says.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RecordingFormat OfFile(string path)
    {
        RecordingFormat named = OfName(path);
        byte[] first = FirstBytes(path);
        if (first.Length == 0)
            throw new FileFormatException(path, "an empty file", $"a recording as {NameOf(named)}");
        RecordingFormat? found = Known(first);
        if (found != named && !(found is null && named == RecordingFormat.Csv && IsText(first)))
            throw new FileFormatException(path, found is { } other ? NameOf(other) : "something else", $"{NameOf(named)}, as its name says");
        return named;
    }

    /// <summary>What to call a format in a sentence.</summary>
    /// <param name="format">The format.</param>
    public static string NameOf(RecordingFormat format) => format switch
    {
        RecordingFormat.Log => "a v2w log",
        RecordingFormat.Nwb => "NWB (HDF5)",
        RecordingFormat.Npz => "npz",
        RecordingFormat.Npy => "npy",
        RecordingFormat.Csv => "CSV",
        RecordingFormat.Tiff => "TIFF",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown format."),
    };

    /// <summary>A word for a format.</summary>
    /// <param name="format">The format.</param>
    public static string WordOf(RecordingFormat format) => format.ToString().ToLowerInvariant();

    private static RecordingFormat? Known(ReadOnlySpan<byte> first)
        => first.StartsWith(Logs.LogFormat.Magic) ? RecordingFormat.Log
        : first.StartsWith<byte>([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]) ? RecordingFormat.Nwb
        : first.StartsWith("PK\x03\x04"u8) ? RecordingFormat.Npz
        : first.StartsWith<byte>([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]) ? RecordingFormat.Npy
        : first.StartsWith("II*\0"u8) || first.StartsWith("MM\0*"u8) || first.StartsWith("II+\0"u8) || first.StartsWith("MM\0+"u8) ? RecordingFormat.Tiff
        : null;

    // Of control characters a table has tabs and line ends.
    private static bool IsText(ReadOnlySpan<byte> first)
    {
        foreach (byte letter in first)
        {
            if (letter < ' ' && letter is not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
                return false;
        }
        return true;
    }

    private static byte[] FirstBytes(string path)
    {
        using FileStream stream = File.OpenRead(path);
        var bytes = new byte[LookedAt];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
