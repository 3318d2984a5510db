using System.Globalization;
using VoltageToWiring.Streaming.Recordings;

namespace VoltageToWiring.Files.Recordings.Csv;

/// <summary>What stands before the rows of traces.</summary>
internal sealed class CsvHead
{
    private readonly string _path;
    private readonly Dictionary<string, string> _keys;

    private CsvHead(string path, Dictionary<string, string> keys, string[] columns, int lines)
    {
        _path = path;
        _keys = keys;
        Lines = lines;
        FrameColumn = Array.IndexOf(columns, "frame");
        TimeColumn = Array.IndexOf(columns, "time_s");
        TargetColumns = [.. Enumerable.Range(0, columns.Length).Where(column => column != FrameColumn && column != TimeColumn)];
        Columns = columns.Length;
        if (FrameColumn < 0 && TimeColumn < 0 || TargetColumns.Count == 0)
            throw new FileFormatException(path, lines, $"the columns {string.Join(", ", columns.Take(6))}", "frame or time_s, or both, and a column for each target");
    }

    /// <summary>Lines before the first row.</summary>
    public int Lines { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Index of the column frame; −1 where there is none.</summary>
    public int FrameColumn { get; }

    /// <summary>Index of the column time_s; −1 where there is none.</summary>
    public int TimeColumn { get; }

    /// <summary>Indices of the columns of targets.</summary>
    public IReadOnlyList<int> TargetColumns { get; }

    public static CsvHead Read(string path)
    {
        using var reader = new StreamReader(path);
        var keys = new Dictionary<string, string>();
        int lines = 0;
        while (reader.ReadLine() is { } line)
        {
            lines++;
            if (!line.StartsWith('#'))
                return new CsvHead(path, keys, [.. line.Split(',').Select(column => column.Trim().Trim('"'))], lines);
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                keys[line[1..colon].Trim()] = line[(colon + 1)..].Trim();
        }
        throw new FileFormatException(path, "no header", "a header with frame or time_s, and a column for each target; a file that ends before it is truncated");
    }

    /// <summary>A text; null where it is not stated.</summary>
    public string? Text(string key) => _keys.GetValueOrDefault(key);

    /// <summary>A whole number; null where it is not stated.</summary>
    public long? Count(string key) => Text(key) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && (key != "sources" || count <= int.MaxValue) ? count
        : throw new FileFormatException(_path, $"{key} '{text}'", "a whole number");

    /// <summary>A rate; null where it is not stated.</summary>
    public SampleClock? Rate(string key)
    {
        if (Text(key) is not { } text)
            return null;
        string[] parts = text.Replace("Hz", "", StringComparison.Ordinal).Split('/', StringSplitOptions.TrimEntries);
        SampleClock? rate = parts switch
        {
            [var hertz] when double.TryParse(hertz, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) => Rates.Of(value),
            [var above, var below] when long.TryParse(above, CultureInfo.InvariantCulture, out long a) && long.TryParse(below, CultureInfo.InvariantCulture, out long b) => Rates.Of(a, b),
            _ => null,
        };
        return rate ?? throw new FileFormatException(_path, $"{key} '{text}'", "Hz, as a number or a ratio");
    }
}
