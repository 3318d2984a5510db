using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace VoltageToWiring.Files;

/// <summary>What an npy file says of itself before its data.</summary>
/// <param name="Type">Type of the elements, such as &lt;f8.</param>
/// <param name="Shape">Length along each axis.</param>
/// <param name="IsFortran">Whether the first index is the fastest.</param>
/// <param name="DataStart">Where the data begins, bytes.</param>
internal sealed partial record NpyHeader(string Type, IReadOnlyList<int> Shape, bool IsFortran, int DataStart)
{
    private const int FixedBytes = 10;
    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Number of elements; huge where there are more than an array can hold.</summary>
    public long Count
    {
        get
        {
            double counted = Shape.Aggregate(1.0, (product, length) => product * length);
            return counted <= Array.MaxLength ? (long)counted : long.MaxValue / 8;
        }
    }

    /// <summary>Reads the header; the stream is then at the data.</summary>
    /// <param name="file">What to call the file in messages.</param>
    /// <param name="stream">The file from its beginning.</param>
    public static NpyHeader Read(string file, Stream stream)
    {
        var start = new byte[FixedBytes + 2];
        if (stream.ReadAtLeast(start.AsSpan(0, FixedBytes), FixedBytes, throwOnEndOfStream: false) < FixedBytes || !start.AsSpan(0, 6).SequenceEqual(Magic))
            throw new FileFormatException(file, "no npy header", "a file written by numpy.save");
        int lengthBytes = start[6] == 1 ? 2 : 4;
        if (lengthBytes == 4)
            stream.ReadAtLeast(start.AsSpan(FixedBytes), 2, throwOnEndOfStream: false);
        long length = lengthBytes == 2
            ? BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8))
            : BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(8));
        var text = new byte[Math.Min(length, LongestHeader)];
        if (length > LongestHeader || stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length)
            throw new FileFormatException(file, "a truncated header", "a whole npy file");
        return Parse(file, Encoding.UTF8.GetString(text), 8 + lengthBytes + text.Length);
    }

    /// <summary>The header of an array in row order, version 1.</summary>
    /// <param name="type">Type of the elements.</param>
    /// <param name="shape">Length along each axis, at least one.</param>
    public static byte[] For(string type, IReadOnlyList<int> shape)
    {
        string lengths = string.Join(", ", shape.Select(length => length.ToString(CultureInfo.InvariantCulture)));
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({lengths}{(shape.Count == 1 ? "," : "")}), }}";
        // The data begins at a multiple of 64 bytes, after a line feed.
        int padded = (FixedBytes + header.Length + 1 + 63) / 64 * 64 - FixedBytes;
        header = header.PadRight(padded - 1) + "\n";
        return [.. Magic, 1, 0, (byte)padded, (byte)(padded >> 8), .. Encoding.ASCII.GetBytes(header)];
    }

    /// <summary>The elements, which must be numbers.</summary>
    /// <param name="file">What to call the file.</param>
    public RawNumbers Numbers(string file) => RawNumbers.OfNumPy(Type)
        ?? throw new FileFormatException(file, $"elements of type {Type}", "floats of 2, 4 or 8 bytes, or integers of 1 to 8");

    /// <summary>Fails where the data is not as long as the header says.</summary>
    /// <param name="file">What to call the file.</param>
    /// <param name="dataBytes">Bytes of data that there are.</param>
    /// <param name="elementBytes">Bytes of an element.</param>
    public void RequireData(string file, long dataBytes, int elementBytes)
    {
        if (dataBytes != Count * elementBytes)
        {
            throw new FileFormatException(
                file, string.Create(CultureInfo.InvariantCulture, $"{dataBytes} bytes of data"),
                string.Create(CultureInfo.InvariantCulture, $"{Count * elementBytes} for this shape"));
        }
    }

    private static NpyHeader Parse(string file, string header, int dataStart)
    {
        Match match = Pattern().Match(header);
        if (!match.Success || !TryReadShape(match.Groups["shape"].Value, out int[] shape))
            throw new FileFormatException(file, $"the header {header.Trim()}", "an array of numbers");
        return new NpyHeader(match.Groups["type"].Value, shape, match.Groups["fortran"].Value == "True", dataStart);
    }

    private static bool TryReadShape(string text, out int[] shape)
    {
        string[] lengths = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        shape = new int[lengths.Length];
        for (int i = 0; i < lengths.Length; i++)
        {
            if (!int.TryParse(lengths[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
                return false;
        }
        return true;
    }

    [GeneratedRegex(@"'descr':\s*'(?<type>[^']+)'.*'fortran_order':\s*(?<fortran>True|False).*'shape':\s*\((?<shape>[0-9, ]*)\)")]
    private static partial Regex Pattern();
}
