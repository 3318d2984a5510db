using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace VoltageToWiring.Files;

/// <summary>An array of doubles with its shape, last index fastest.</summary>
/// <param name="Shape">Length along each axis.</param>
/// <param name="Values">All elements.</param>
public sealed record NpyArray(IReadOnlyList<int> Shape, double[] Values);

/// <summary>NumPy's npy files, versions 1 to 3: reads little-endian floats and integers in either order, writes floats.</summary>
public static partial class NpyFile
{
    private const int ValuesTogether = 1 << 17;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="FileFormatException">It is no npy file, or of a kind that is not read.</exception>
    public static NpyArray Read(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (bytes.Length < 10 || !bytes.AsSpan(0, 6).SequenceEqual(Magic))
            throw new FileFormatException(file, "no npy header", "a file written by numpy.save");
        int lengthBytes = bytes[6] == 1 ? 2 : 4;
        int headerStart = 8 + lengthBytes;
        long headerLength = bytes.Length < headerStart ? long.MaxValue
            : lengthBytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8))
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8));
        if (headerLength > bytes.Length - headerStart)
            throw new FileFormatException(file, "a truncated header", "a whole npy file");
        string header = Encoding.UTF8.GetString(bytes, headerStart, (int)headerLength);
        Match match = HeaderPattern().Match(header);
        if (!match.Success || !TryReadShape(match.Groups["shape"].Value, out int[] shape))
            throw new FileFormatException(file, $"the header {header.Trim()}", "an array of numbers");
        string type = match.Groups["type"].Value;
        (int size, Func<byte[], int, double> element) = type switch
        {
            "<f8" => (8, static (b, at) => BinaryPrimitives.ReadDoubleLittleEndian(b.AsSpan(at))),
            "<f4" => (4, static (b, at) => BinaryPrimitives.ReadSingleLittleEndian(b.AsSpan(at))),
            "<i8" => (8, static (b, at) => BinaryPrimitives.ReadInt64LittleEndian(b.AsSpan(at))),
            "<i4" => (4, (Func<byte[], int, double>)(static (b, at) => BinaryPrimitives.ReadInt32LittleEndian(b.AsSpan(at)))),
            "<u8" => (8, static (b, at) => BinaryPrimitives.ReadUInt64LittleEndian(b.AsSpan(at))),
            "<u4" => (4, static (b, at) => BinaryPrimitives.ReadUInt32LittleEndian(b.AsSpan(at))),
            "<i2" => (2, static (b, at) => BinaryPrimitives.ReadInt16LittleEndian(b.AsSpan(at))),
            "<u2" => (2, static (b, at) => BinaryPrimitives.ReadUInt16LittleEndian(b.AsSpan(at))),
            _ => throw new FileFormatException(file, $"elements of type {type}", "little-endian floats of 4 or 8 bytes, or integers of 2 to 8"),
        };
        double counted = shape.Aggregate(1.0, (product, length) => product * length);
        long count = counted <= Array.MaxLength ? (long)counted : long.MaxValue / 8;
        int dataStart = headerStart + (int)headerLength;
        if (bytes.Length - dataStart != count * size)
        {
            throw new FileFormatException(
                file, string.Create(CultureInfo.InvariantCulture, $"{bytes.Length - dataStart} bytes of data"),
                string.Create(CultureInfo.InvariantCulture, $"{count * size} for this shape"));
        }
        var values = new double[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = element(bytes, dataStart + i * size);
        return new NpyArray(shape, match.Groups["fortran"].Value == "True" ? ToRowOrder(shape, values) : values);
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

    // Fortran order has the first index fastest, as a transposed array is saved.
    private static double[] ToRowOrder(int[] shape, double[] columnOrder)
    {
        var rowOrder = new double[columnOrder.Length];
        var index = new int[shape.Length];
        foreach (double value in columnOrder)
        {
            int at = 0;
            for (int axis = 0; axis < shape.Length; axis++)
                at = at * shape[axis] + index[axis];
            rowOrder[at] = value;
            for (int axis = 0; axis < shape.Length && ++index[axis] == shape[axis]; axis++)
                index[axis] = 0;
        }
        return rowOrder;
    }

    /// <summary>Writes an array, version 1, row by row.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    /// <param name="shape">Length along each axis, at least one.</param>
    /// <param name="fillRow">Fills the row with an index: all elements of one setting of the axes but the last.</param>
    /// <param name="single">Whether elements are float32; otherwise they are float64.</param>
    public static void Write(string file, IReadOnlyList<int> shape, Action<int, Span<double>> fillRow, bool single = false)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        Write(stream, shape, fillRow, single);
    }

    /// <summary>Writes an array, version 1, row by row.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="shape">Length along each axis, at least one.</param>
    /// <param name="fillRow">Fills the row with an index: all elements of one setting of the axes but the last.</param>
    /// <param name="single">Whether elements are float32; otherwise they are float64.</param>
    public static void Write(Stream stream, IReadOnlyList<int> shape, Action<int, Span<double>> fillRow, bool single)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(fillRow);
        string lengths = string.Join(", ", shape.Select(length => length.ToString(CultureInfo.InvariantCulture)));
        string header = $"{{'descr': '{(single ? "<f4" : "<f8")}', 'fortran_order': False, 'shape': ({lengths}{(shape.Count == 1 ? "," : "")}), }}";
        // The data begins at a multiple of 64 bytes, after a line feed.
        int padded = (10 + header.Length + 1 + 63) / 64 * 64 - 10;
        header = header.PadRight(padded - 1) + "\n";
        stream.Write([.. Magic, 1, 0, (byte)padded, (byte)(padded >> 8), .. Encoding.ASCII.GetBytes(header)]);
        int columns = shape[^1];
        int rows = shape.Take(shape.Count - 1).Aggregate(1, (product, length) => checked(product * length));
        // Rows go out many at a time: there may be millions of short ones.
        int together = Math.Clamp(ValuesTogether / Math.Max(1, columns), 1, Math.Max(1, rows));
        var values = new double[together * columns];
        float[] singles = single ? new float[values.Length] : [];
        for (int first = 0; first < rows; first += together)
        {
            int count = Math.Min(together, rows - first);
            for (int row = 0; row < count; row++)
                fillRow(first + row, values.AsSpan(row * columns, columns));
            Span<double> filled = values.AsSpan(0, count * columns);
            stream.Write(single ? LittleEndian(Rounded(filled, singles)) : LittleEndian(filled));
        }
    }

    private static Span<float> Rounded(ReadOnlySpan<double> values, Span<float> rounded)
    {
        for (int i = 0; i < values.Length; i++)
            rounded[i] = (float)values[i];
        return rounded[..values.Length];
    }

    private static Span<byte> LittleEndian(Span<float> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
        return MemoryMarshal.AsBytes(values);
    }

    private static Span<byte> LittleEndian(Span<double> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<long> bits = MemoryMarshal.Cast<double, long>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
        return MemoryMarshal.AsBytes(values);
    }

    [GeneratedRegex(@"'descr':\s*'(?<type>[^']+)'.*'fortran_order':\s*(?<fortran>True|False).*'shape':\s*\((?<shape>[0-9, ]*)\)")]
    private static partial Regex HeaderPattern();
}
