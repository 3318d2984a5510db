using Parquet;
using Parquet.Schema;
using VoltageToWiring.Files;
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

    // The values of a column without its empty cells, which cells those are, and the page before and after it is compressed.
    private const int EncodedCellBytes = 8 + 4 + 2 * 9;

    // Figures differ from row to row; only the few words of texts and counts are worth a dictionary.
    private const double DictionaryUpTo = 0.1;
    private const int DictionarySample = 1024;

    /// <summary>Bytes that writing takes: two groups of rows, and one column as it is encoded.</summary>
    /// <param name="rows">Rows in all.</param>
    /// <param name="online">Whether online scores run.</param>
    internal static double BytesOf(double rows, bool online)
    {
        ConnectionColumn[] columns = ConnectionColumns.Of(online, truth: true);
        double row = columns.Sum(column => column.CellBytes);
        return Math.Min(rows, 2 * GroupRows) * row + Math.Min(rows, GroupRows) * EncodedCellBytes;
    }

    /// <summary>How columns are encoded.</summary>
    internal static ParquetOptions Options
        => new() { DictionaryEncodingThreshold = DictionaryUpTo, DictionaryEncodingSampleSize = DictionarySample };

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="file">The file; replaced where it exists.</param>
    /// <param name="estimates">One for each pair.</param>
    /// <param name="truth">The wiring; null where nobody knows it.</param>
    public static async Task WriteAsync(string file, IReadOnlyList<ConnectionEstimate> estimates, Wiring? truth)
    {
        using var unfinished = new UnfinishedFile(file);
        await WriteAsync(unfinished.Stream, estimates, truth).ConfigureAwait(false);
        unfinished.Finish();
    }

    internal static async Task WriteAsync(
        Stream stream, IReadOnlyList<ConnectionEstimate> estimates, Wiring? truth, int groupRows = GroupRows)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        ConnectionColumn[] columns = ConnectionColumns.Of(estimates, truth is not null);
        DataField[] fields = [.. columns.Select(column => column.Field())];
        // One group of rows is filled while the one before it is written.
        ConnectionCells[] cells = [.. columns.Select(column => column.Cells(groupRows))], others = [.. columns.Select(column => column.Cells(groupRows))];
        ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, Options).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            using IEnumerator<ConnectionRow> rows = ConnectionRow.Of(estimates, truth).GetEnumerator();
            Task written = Task.CompletedTask;
            for (int count = Fill(cells, rows, groupRows); count > 0; count = Fill(cells, rows, groupRows))
            {
                await written.ConfigureAwait(false);
                (ConnectionCells[] full, int fullRows) = (cells, count);
                written = Task.Run(() => WriteGroupAsync(writer, fields, full, fullRows));
                (cells, others) = (others, cells);
            }
            await written.ConfigureAwait(false);
        }
    }

    private static int Fill(ConnectionCells[] cells, IEnumerator<ConnectionRow> rows, int most)
    {
        int count = 0;
        while (count < most && rows.MoveNext())
        {
            foreach (ConnectionCells column in cells)
                column.Take(count, rows.Current);
            count++;
        }
        return count;
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, DataField[] fields, ConnectionCells[] cells, int rows)
    {
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        for (int column = 0; column < fields.Length; column++)
            await cells[column].WriteAsync(group, fields[column], rows).ConfigureAwait(false);
        group.CompleteValidate();
    }
}
