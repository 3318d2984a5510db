using Parquet;
using Parquet.Schema;
using VoltageToWiring.Inference.Significance;
using VoltageToWiring.Simulation;

namespace VoltageToWiring.Host.Results;

/// <summary>
/// Writes <c>connections.parquet</c>, which stands for <c>connections.csv</c> where there are many pairs: the same rows and columns, each
/// column of its type, empty cells as nulls.
/// </summary>
public static class ConnectionsParquet
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "connections.parquet";

    // Rows that are in memory at a time.
    private const int GroupRows = 1 << 16;

    // Figures differ from row to row; only the few words of texts and counts are worth a dictionary.
    private const double DictionaryUpTo = 0.1;
    private const int DictionarySample = 1024;

    /// <summary>How columns are encoded.</summary>
    internal static ParquetOptions Options
        => new() { DictionaryEncodingThreshold = DictionaryUpTo, DictionaryEncodingSampleSize = DictionarySample };

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    /// <param name="estimates">One for each pair.</param>
    /// <param name="truth">The wiring.</param>
    public static async Task WriteAsync(string file, IReadOnlyList<ConnectionEstimate> estimates, Wiring truth)
    {
        using var unfinished = new UnfinishedFile(file);
        await WriteAsync(unfinished.Stream, estimates, truth).ConfigureAwait(false);
        unfinished.Finish();
    }

    internal static async Task WriteAsync(
        Stream stream, IReadOnlyList<ConnectionEstimate> estimates, Wiring truth, int groupRows = GroupRows)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        ArgumentNullException.ThrowIfNull(truth);
        ConnectionColumn[] columns = ConnectionColumns.Of(estimates);
        DataField[] fields = [.. columns.Select(column => column.Field())];
        ConnectionCells[] cells = [.. columns.Select(column => column.Cells(groupRows))];
        ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, Options).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            int rows = 0;
            foreach (ConnectionRow row in ConnectionRow.Of(estimates, truth))
            {
                foreach (ConnectionCells column in cells)
                    column.Take(rows, row);
                if (++rows < groupRows)
                    continue;
                await WriteGroupAsync(writer, fields, cells, rows).ConfigureAwait(false);
                rows = 0;
            }
            if (rows > 0)
                await WriteGroupAsync(writer, fields, cells, rows).ConfigureAwait(false);
        }
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, DataField[] fields, ConnectionCells[] cells, int rows)
    {
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        for (int column = 0; column < fields.Length; column++)
            await cells[column].WriteAsync(group, fields[column], rows).ConfigureAwait(false);
        group.CompleteValidate();
    }
}
