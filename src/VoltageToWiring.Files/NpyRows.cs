using System.Runtime.InteropServices;

namespace VoltageToWiring.Files;

/// <summary>Reads some rows of an array of float64 or float32 that may be too large to read whole: a row is one setting of all axes but the last.</summary>
public sealed class NpyRows : IDisposable
{
    private readonly FileStream _stream;
    private readonly NpyHeader _header;

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="FileFormatException">It is no npy file of floats in row order, or not whole.</exception>
    public NpyRows(string file)
    {
        _stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            _header = NpyHeader.Read(file, _stream);
            if (_header is not { Type: "<f8" or "<f4", IsFortran: false } || !BitConverter.IsLittleEndian)
                throw new FileFormatException(file, $"elements of type {_header.Type}", "float64 or float32, row by row");
            _header.RequireData(file, _stream.Length - _stream.Position, ElementBytes);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Length along each axis.</summary>
    public IReadOnlyList<int> Shape => _header.Shape;

    private int ElementBytes => _header.Type == "<f8" ? sizeof(double) : sizeof(float);

    /// <summary>Reads one row.</summary>
    /// <param name="row">Index of the row.</param>
    public double[] Read(long row)
    {
        int columns = Shape[^1];
        _stream.Position = _header.DataStart + row * columns * ElementBytes;
        return ElementBytes == sizeof(double) ? ReadNext<double>(columns) : Array.ConvertAll(ReadNext<float>(columns), value => (double)value);
    }

    private T[] ReadNext<T>(int count)
        where T : unmanaged
    {
        var values = new T[count];
        _stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
