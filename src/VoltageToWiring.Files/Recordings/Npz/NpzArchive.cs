using System.IO.Compression;
using System.Numerics;
using System.Text;

namespace VoltageToWiring.Files.Recordings.Npz;

/// <summary>The arrays of an npz file, each read when it is asked for.</summary>
internal sealed class NpzArchive : IDisposable
{
    // Arrays that are read whole; samples are not.
    private const long MostBytes = int.MaxValue;

    private readonly ZipArchive _archive;
    private readonly string _path;

    public NpzArchive(string path)
    {
        _path = path;
        FileStream file = File.OpenRead(path);
        try
        {
            _archive = new ZipArchive(file, ZipArchiveMode.Read);
            _ = _archive.Entries;
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            file.Dispose();
            throw new FileFormatException(path, "an archive without its table of contents, which stands at its end", "a whole npz file; this one is truncated");
        }
    }

    public IEnumerable<string> Names => _archive.Entries.Select(entry => Path.GetFileNameWithoutExtension(entry.FullName));

    public bool Has(string array) => Entry(array) is not null;

    /// <summary>What to call an array in messages.</summary>
    public string Called(string array) => $"{_path}, {array}";

    /// <summary>Opens an array.</summary>
    /// <param name="array">Its name.</param>
    /// <returns>Its header, and a stream that stands at its data.</returns>
    public (NpyHeader Header, Stream Data) Open(string array)
    {
        Stream stream = Entry(array)?.Open() ?? throw new FileFormatException(_path, $"no array {array}", $"the arrays {NpzRecording.Needed}");
        try
        {
            return (NpyHeader.Read(Called(array), stream), stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads an array of numbers whole, flattened.</summary>
    /// <param name="array">Its name.</param>
    /// <param name="axes">How many axes it must have.</param>
    public double[] Numbers(string array, int axes) => Read<double>(array, axes, mayBeFloat: true);

    /// <summary>Reads an array of integers whole.</summary>
    /// <param name="array">Its name.</param>
    /// <param name="axes">How many axes it must have.</param>
    public long[] Integers(string array, int axes) => Read<long>(array, axes, mayBeFloat: false);

    /// <summary>Reads a text; null where there is none.</summary>
    /// <param name="array">Name of its array.</param>
    public string? Text(string array)
    {
        if (!Has(array))
            return null;
        (NpyHeader header, Stream stream) = Open(array);
        using (stream)
        {
            if (header is not { Type: ['<', 'U', ..] } || header.Count != 1 || !int.TryParse(header.Type.AsSpan(2), out int letters) || letters > 1 << 16)
                throw new FileFormatException(Called(array), $"elements of type {header.Type}", "one text");
            var bytes = new byte[letters * sizeof(int)];
            stream.ReadExactly(bytes);
            return Encoding.UTF32.GetString(bytes).TrimEnd('\0');
        }
    }

    public void Dispose() => _archive.Dispose();

    private T[] Read<T>(string array, int axes, bool mayBeFloat)
        where T : unmanaged, INumberBase<T>
    {
        (NpyHeader header, Stream stream) = Open(array);
        using (stream)
        {
            RawNumbers numbers = header.Numbers(Called(array));
            if (numbers.Kind == 'f' && !mayBeFloat)
                throw new FileFormatException(Called(array), $"elements of type {header.Type}", "integers");
            byte[] raw = Raw(array, axes, header, stream, numbers.Bytes);
            var values = new T[header.Count];
            numbers.Read(raw, values.AsSpan());
            return values;
        }
    }

    private byte[] Raw(string array, int axes, NpyHeader header, Stream stream, int elementBytes)
    {
        if (header.Shape.Count != axes || header.Count * elementBytes > MostBytes)
            throw new FileFormatException(Called(array), $"an array of shape ({string.Join(", ", header.Shape)})", axes == 0 ? "one number" : "one axis");
        var raw = new byte[header.Count * elementBytes];
        if (stream.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false) < raw.Length)
            throw new FileFormatException(Called(array), "less data than its shape says", "a whole npz file; this one is truncated");
        return raw;
    }

    private ZipArchiveEntry? Entry(string array) => _archive.GetEntry(array + ".npy");
}
