using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace VoltageToWiring.Tests.Host;

/// <summary>A Parquet file as a table of texts, as CSV would have it.</summary>
internal static class ParquetTable
{
    public static async Task<(string[] Names, string[][] Rows)> ReadAsync(Stream file)
    {
        file.Position = 0;
        await using ParquetReader reader = await ParquetReader.CreateAsync(file);
        DataField[] fields = reader.Schema.DataFields;
        var rows = new List<string[]>();
        foreach (ParquetRowGroupReader group in reader.RowGroups)
        {
            var columns = new string[fields.Length][];
            for (int column = 0; column < fields.Length; column++)
                columns[column] = await CellsAsync(group, fields[column]);
            rows.AddRange(Enumerable.Range(0, (int)group.RowCount).Select(row => columns.Select(cells => cells[row]).ToArray()));
        }
        return ([.. fields.Select(field => field.Name)], [.. rows]);
    }

    private static Task<string[]> CellsAsync(ParquetRowGroupReader group, DataField field)
        => field.ClrType == typeof(int) ? CellsAsync<int>(group, field)
            : field.ClrType == typeof(long) ? CellsAsync<long>(group, field)
            : field.ClrType == typeof(bool) ? CellsAsync<bool>(group, field)
            : field.ClrType == typeof(double) ? CellsAsync<double>(group, field)
            : TextsAsync(group, field);

    private static async Task<string[]> CellsAsync<T>(ParquetRowGroupReader group, DataField field)
        where T : struct
    {
        var cells = new T?[group.RowCount];
        if (field.IsNullable)
        {
            await group.ReadAsync<T>(field, (Memory<T?>)cells);
        }
        else
        {
            var full = new T[group.RowCount];
            await group.ReadAsync<T>(field, (Memory<T>)full);
            cells = [.. full.Select(cell => (T?)cell)];
        }
        return [.. cells.Select(cell => cell switch
        {
            null => "",
            bool truth => truth ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new InvalidOperationException(field.Name),
        })];
    }

    private static async Task<string[]> TextsAsync(ParquetRowGroupReader group, DataField field)
    {
        var cells = new string?[group.RowCount];
        await group.ReadAsync(field, (Memory<string?>)cells!);
        return [.. cells.Select(cell => cell ?? "")];
    }
}
