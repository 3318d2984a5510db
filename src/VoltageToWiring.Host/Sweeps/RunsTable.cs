using System.Globalization;
using CsvHelper;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Host.Sweeps;

/// <summary>
/// A row for each finished cell: the values of the keys that vary, then the fields of <c>output[0]</c> and <c>evaluation</c> in its
/// <c>results.json</c> by their names there, and <c>duration_s</c>.
/// </summary>
public sealed class RunsTable
{
    private RunsTable(IReadOnlyList<string> keys, IReadOnlyList<string> fields, IReadOnlyList<RunsRow> rows)
    {
        Keys = keys;
        Fields = fields;
        Rows = rows;
    }

    /// <summary>The keys that vary.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The fields, in the order in which cells first have them.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The rows, in the order of the cells.</summary>
    public IReadOnlyList<RunsRow> Rows { get; }

    /// <summary>Gathers the finished cells.</summary>
    /// <param name="results">The sweep.</param>
    /// <exception cref="IOException">A cell cannot be read.</exception>
    public static RunsTable Of(SweepResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        RunsRow[] rows = [.. results.Cells.Where(cell => cell.Folder is not null).Select(cell => new RunsRow(cell, RunFields.Read(cell.Folder!)))];
        return new RunsTable(results.Keys, [.. rows.SelectMany(row => row.Fields.Select(field => field.Key)).Distinct()], rows);
    }

    /// <summary>Whether any cell has a figure in a field.</summary>
    /// <param name="field">The field.</param>
    public bool HoldsFigures(string field) => Rows.Any(row => row.Figure(field) is not null);

    /// <summary>Writes <c>runs.csv</c>.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    internal void Write(string file)
    {
        using CsvWriter csv = CsvLines.Create(file);
        CsvLines.Write(csv, [.. Keys, .. Fields]);
        foreach (RunsRow row in Rows)
            CsvLines.Write(csv, [.. row.Cell.Values, .. Fields.Select(row.Text)]);
    }
}

/// <summary>One finished cell.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Fields">Its fields by their names, as texts; null where nothing is known.</param>
public sealed record RunsRow(SweptCell Cell, IReadOnlyList<KeyValuePair<string, string?>> Fields)
{
    /// <summary>What is in a field; null where nothing is.</summary>
    /// <param name="field">The field.</param>
    public string? Text(string field) => Fields.FirstOrDefault(one => one.Key == field).Value;

    /// <summary>The figure in a field; null where there is none.</summary>
    /// <param name="field">The field.</param>
    public double? Figure(string field)
        => Text(field) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double figure)
            ? figure
            : null;
}
