using System.Numerics;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace VoltageToWiring.Files.Recordings.Nwb;

/// <summary>
/// Rows of a dataset of one or two axes, from the first on. A piece is read at a time: a row of chunks, or about a megabyte where there are none.
/// </summary>
/// <remarks>
/// Chunks that h5py chooses itself are tall and few columns wide. Reading rows through the library's selections visits each chunk for every
/// few numbers, 100 times as long as unpacking it. So each chunk is unpacked once, by asking for its first element through a cache of our own, and
/// laid into the piece here.
/// </remarks>
internal sealed class Hdf5Rows : ISampleRows
{
    private const int BytesTogether = 1 << 20;
    private const long MostBytesTogether = 1L << 30;

    private readonly string _file;
    private readonly NativeDataset _dataset;
    private readonly RawNumbers _numbers;
    private readonly Scale _scale;
    private readonly UnpackedChunk? _chunk;
    private readonly long _rows;
    private readonly int _columns;
    private readonly int _pieceRows;
    private readonly int _chunkColumns;
    private readonly byte[] _piece;
    private long _nextRow;
    private int _left;
    private int _leftAt;

    /// <summary>Opens a dataset at its first row.</summary>
    /// <param name="file">What to call the file and the dataset.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="scale">From the numbers to values.</param>
    public Hdf5Rows(string file, NativeDataset dataset, Scale scale)
    {
        (_file, _dataset, _scale) = (file, dataset, scale);
        _numbers = Hdf5Numbers.Of(file, dataset.Type);
        ulong[] shape = dataset.Space.Dimensions;
        _rows = checked((long)shape[0]);
        _columns = shape.Length == 1 ? 1 : checked((int)shape[1]);
        int rowBytes = _columns * _numbers.Bytes;
        _pieceRows = Math.Max(1, BytesTogether / rowBytes);
        if (dataset.Layout.Class == H5DataLayoutClass.Chunked)
        {
            ulong[] chunks = dataset.Layout.Chunks;
            _pieceRows = (int)Math.Min(chunks[0], int.MaxValue);
            _chunkColumns = shape.Length == 1 ? 1 : (int)chunks[1];
            _chunk = new UnpackedChunk();
            if ((long)_pieceRows * rowBytes > MostBytesTogether)
            {
                throw new FileFormatException(
                    file, $"chunks of {_pieceRows} rows, {(long)_pieceRows * rowBytes >> 20} MB for all columns", "chunks whose rows take up to 1 GB, as h5repack makes them");
            }
        }
        _piece = new byte[_pieceRows * rowBytes];
    }

    public void Read(Span<float> samples) => ReadAs(samples);

    public void Read(Span<double> samples) => ReadAs(samples);

    public void Dispose()
    {
    }

    private void ReadAs<T>(Span<T> samples)
        where T : unmanaged, INumberBase<T>
    {
        while (samples.Length > 0)
        {
            if (_left == 0)
                Hdf5Guard.Guard(_file, ReadPiece);
            int count = Math.Min(_left, samples.Length);
            _numbers.Read(_piece.AsSpan(_leftAt * _numbers.Bytes, count * _numbers.Bytes), samples[..count], _scale.Factor, _scale.Offset);
            samples = samples[count..];
            _left -= count;
            _leftAt += count;
        }
    }

    private int ReadPiece()
    {
        int rows = (int)Math.Min(_pieceRows, _rows - _nextRow);
        if (rows <= 0)
            throw new EndOfStreamException("fewer rows than were asked for");
        if (_chunk is not null)
            Unpack(_chunk, rows);
        else
            Hdf5Numbers.Read(_dataset, _numbers, _piece.AsSpan(0, rows * _columns * _numbers.Bytes), Selected(_nextRow, 0, rows, _columns), default);
        _nextRow += rows;
        (_left, _leftAt) = (rows * _columns, 0);
        return rows;
    }

    private void Unpack(UnpackedChunk unpacked, int rows)
    {
        var access = new H5DatasetAccess(ChunkCache: unpacked);
        Span<byte> first = stackalloc byte[sizeof(double)];
        for (int column = 0; column < _columns; column += _chunkColumns)
        {
            Span<byte> element = first[.._numbers.Bytes];
            Hdf5Numbers.Read(_dataset, _numbers, element, Selected(_nextRow, column, 1, 1), access);
            ReadOnlySpan<byte> chunk = unpacked.Bytes.Span;
            int bytes = Math.Min(_chunkColumns, _columns - column) * _numbers.Bytes;
            for (int row = 0; row < rows; row++)
                chunk.Slice(row * _chunkColumns * _numbers.Bytes, bytes).CopyTo(_piece.AsSpan((row * _columns + column) * _numbers.Bytes));
        }
    }

    private HyperslabSelection Selected(long row, int column, int rows, int columns) => _dataset.Space.Rank == 1
        ? new HyperslabSelection((ulong)row, (ulong)rows)
        : new HyperslabSelection(2, [(ulong)row, (ulong)column], [(ulong)rows, (ulong)columns]);

    /// <summary>Keeps the chunk that was read last.</summary>
    private sealed class UnpackedChunk : IReadingChunkCache
    {
        public Memory<byte> Bytes { get; private set; }

        public Memory<byte> GetChunk(ulong index, Func<Memory<byte>> chunkReader) => Bytes = chunkReader();
    }
}

/// <summary>From numbers to values: times a factor, plus an offset.</summary>
/// <param name="Factor">The factor.</param>
/// <param name="Offset">The offset.</param>
internal readonly record struct Scale(double Factor, double Offset)
{
    /// <summary>Numbers as they are.</summary>
    public static Scale None { get; } = new(1, 0);
}
