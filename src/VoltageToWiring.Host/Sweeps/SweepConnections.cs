using Parquet;
using Parquet.Schema;
using VoltageToWiring.Files;
using VoltageToWiring.Host.Results;

namespace VoltageToWiring.Host.Sweeps;

/// <summary>
/// Writes the sweep's <c>connections.parquet</c>: the tables of all finished cells one below the other, each row with the values of the keys that
/// vary before its own columns. A column that some cells lack has nulls there.
/// </summary>
internal static class SweepConnections
{
    // Rows that are in memory at a time; a cell's rows stay together.
    private const int GroupRows = 1 << 16;

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    /// <param name="results">The sweep.</param>
    public static async Task WriteAsync(string file, SweepResults results)
    {
        SweptCell[] cells = [.. results.Cells.Where(cell => cell.Folder is not null)];
        IStackedColumn[] columns = await ColumnsAsync(results.Keys, cells).ConfigureAwait(false);
        using var unfinished = new UnfinishedFile(file);
        var schema = new ParquetSchema(columns.Select(column => column.Field).ToArray());
        ParquetWriter writer = await ParquetWriter.CreateAsync(schema, unfinished.Stream, ConnectionsParquet.Options).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            long rows = 0;
            foreach (SweptCell cell in cells)
            {
                rows += await StackAsync(cell, columns, results.Keys.Count).ConfigureAwait(false);
                if (rows < GroupRows)
                    continue;
                await WriteGroupAsync(writer, columns).ConfigureAwait(false);
                rows = 0;
            }
            if (rows > 0)
                await WriteGroupAsync(writer, columns).ConfigureAwait(false);
        }
        unfinished.Finish();
    }

    private static string TableOf(SweptCell cell) => Path.Combine(cell.Folder!, ConnectionsParquet.FileName);

    // The keys, then the columns of all cells in the order in which cells first have them.
    private static async Task<IStackedColumn[]> ColumnsAsync(IReadOnlyList<string> keys, SweptCell[] cells)
    {
        var fields = new Dictionary<string, (DataField Field, int Cells)>();
        foreach (SweptCell cell in cells)
        {
            ParquetReader reader = await ParquetReader.CreateAsync(TableOf(cell)).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                foreach (DataField field in reader.Schema.DataFields)
                    fields[field.Name] = (field, fields.GetValueOrDefault(field.Name).Cells + 1);
            }
        }
        return
        [
            .. keys.Select(key => new StackedTexts(key, isNullable: false)),
            .. fields.Values.Select(of => StackedColumn.Of(of.Field, of.Field.IsNullable || of.Cells < cells.Length)),
        ];
    }

    private static async Task<long> StackAsync(SweptCell cell, IStackedColumn[] columns, int keys)
    {
        ParquetReader reader = await ParquetReader.CreateAsync(TableOf(cell)).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            Dictionary<string, DataField> fields = reader.Schema.DataFields.ToDictionary(field => field.Name);
            long rows = 0;
            foreach (ParquetRowGroupReader group in reader.RowGroups)
            {
                int count = (int)group.RowCount;
                for (int key = 0; key < keys; key++)
                    ((StackedTexts)columns[key]).Add(cell.Values[key], count);
                foreach (IStackedColumn column in columns.AsSpan(keys).ToArray())
                    await column.AddAsync(group, fields.GetValueOrDefault(column.Field.Name), count).ConfigureAwait(false);
                rows += count;
            }
            return rows;
        }
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, IStackedColumn[] columns)
    {
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        foreach (IStackedColumn column in columns)
            await column.WriteAsync(group).ConfigureAwait(false);
        group.CompleteValidate();
    }
}
