using System.Globalization;

namespace VoltageToWiring.Files.Recordings.Csv;

/// <summary>The rows of traces, one after the other, cut into cells.</summary>
/// <param name="path">The file.</param>
/// <param name="head">What stands before them.</param>
internal sealed class TraceLines(string path, CsvHead head) : IDisposable
{
    private readonly StreamReader _reader = Opened(path, head.Lines);
    private readonly Range[] _cells = new Range[head.Columns + 1];
    private string _line = "";
    private long _number = head.Lines;

    /// <summary>Goes to the next row.</summary>
    /// <returns>False where there is none.</returns>
    public bool Next()
    {
        do
        {
            if (_reader.ReadLine() is not { } line)
                return false;
            _line = line;
            _number++;
        }
        while (string.IsNullOrWhiteSpace(_line));
        int found = _line.AsSpan().Split(_cells, ',', StringSplitOptions.TrimEntries);
        if (found != head.Columns)
            throw new FileFormatException(path, _number, found < head.Columns ? $"{found} cells" : "more cells", $"the {head.Columns} of the header{(found < head.Columns && _reader.EndOfStream ? "; a file that ends with such a line is truncated" : "")}");
        return true;
    }

    /// <summary>A number of the row; NaN where the cell is empty.</summary>
    /// <param name="column">Its column.</param>
    public double Number(int column)
    {
        ReadOnlySpan<char> cell = _line.AsSpan(_cells[column]);
        return cell.IsEmpty ? double.NaN
            : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
            : throw Bad(cell.ToString(), "a number");
    }

    /// <summary>A frame index of the row.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="least">The smallest there may be.</param>
    public long Frame(int column, long least)
    {
        ReadOnlySpan<char> cell = _line.AsSpan(_cells[column]);
        return long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out long frame) && frame >= least
            ? frame
            : throw Bad(cell.ToString(), string.Create(CultureInfo.InvariantCulture, $"frames that ascend, {least} or later here"));
    }

    public void Dispose() => _reader.Dispose();

    private FileFormatException Bad(string cell, string allowed) => new(path, _number, $"'{cell}'", allowed);

    private static StreamReader Opened(string path, int skipped)
    {
        var reader = new StreamReader(path, new FileStreamOptions { BufferSize = 1 << 16 });
        for (int i = 0; i < skipped; i++)
            reader.ReadLine();
        return reader;
    }
}
