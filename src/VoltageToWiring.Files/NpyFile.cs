using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VoltageToWiring.Files;

/// <summary>An array of doubles with its shape, last index fastest.</summary>
/// <param name="Shape">Length along each axis.</param>
/// <param name="Values">All elements.</param>
public sealed record NpyArray(IReadOnlyList<int> Shape, double[] Values);

/// <summary>NumPy's npy files, versions 1 to 3: reads floats and integers in either order, writes floats.</summary>
public static class NpyFile
{
    private const int ValuesTogether = 1 << 17;

    /// <summary>Reads an array.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="FileFormatException">It is no npy file, or of a kind that is not read.</exception>
    public static NpyArray Read(string file)
    {
        using FileStream stream = File.OpenRead(file);
        NpyHeader header = NpyHeader.Read(file, stream);
        RawNumbers numbers = header.Numbers(file);
        header.RequireData(file, stream.Length - stream.Position, numbers.Bytes);
        var bytes = new byte[header.Count * numbers.Bytes];
        stream.ReadExactly(bytes);
        var values = new double[header.Count];
        numbers.Read(bytes, values.AsSpan());
        return new NpyArray(header.Shape, header.IsFortran ? ToRowOrder(header.Shape, values) : values);
    }

    // Fortran order has the first index fastest, as a transposed array is saved.
    private static double[] ToRowOrder(IReadOnlyList<int> shape, double[] columnOrder)
    {
        var rowOrder = new double[columnOrder.Length];
        var index = new int[shape.Count];
        foreach (double value in columnOrder)
        {
            int at = 0;
            for (int axis = 0; axis < shape.Count; axis++)
                at = at * shape[axis] + index[axis];
            rowOrder[at] = value;
            for (int axis = 0; axis < shape.Count && ++index[axis] == shape[axis]; axis++)
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
        stream.Write(NpyHeader.For(single ? "<f4" : "<f8", shape));
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
}
