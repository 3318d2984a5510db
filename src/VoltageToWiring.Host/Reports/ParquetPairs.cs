using Parquet;
using Parquet.Schema;
using VoltageToWiring.Figures.Style;
using VoltageToWiring.Files;

namespace VoltageToWiring.Host.Reports;

/// <summary>Reads of <c>connections.parquet</c> what figures need, group by group.</summary>
internal static class ParquetPairs
{
    /// <summary>Every pair, in the file's order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="score">The deciding score; null where none decides.</param>
    /// <exception cref="FileFormatException">It is missing, or no such table.</exception>
    public static async Task<IReadOnlyList<ReportedPair>> ReadAsync(string file, string? score)
    {
        if (!File.Exists(file))
            throw new FileFormatException(file, "no file", "the table of connections that the run wrote");
        try
        {
            await using FileStream stream = File.OpenRead(file);
            await using ParquetReader reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
            var pairs = new List<ReportedPair>();
            foreach (ParquetRowGroupReader group in reader.RowGroups)
                Take(await Table.ReadAsync(group, reader.Schema, score is not null).ConfigureAwait(false), score, pairs);
            return pairs;
        }
        catch (Exception damage) when (damage is ParquetException or IOException or InvalidDataException or KeyNotFoundException or ArgumentException)
        {
            throw new FileFormatException(file, $"no table of connections ({damage.Message.TrimEnd('.')})", "the file as a run wrote it");
        }
    }

    // A pair has a row for its average and one for each other score; they stand together.
    private static void Take(Table table, string? score, List<ReportedPair> pairs)
    {
        for (int row = 0; row < table.Rows; row++)
        {
            bool isAverage = table.Scores[row] == "sta";
            if (isAverage)
            {
                pairs.Add(new ReportedPair(
                    table.Sources[row], table.Targets[row], ReportedPair.KindOf(table.Truths[row], ConnectionKind.Unknown), ConnectionKind.Unknown,
                    double.NaN, double.NaN, double.NaN, table.P[row] ?? double.NaN, table.SignedHeights[row] ?? double.NaN));
            }
            if (table.Scores[row] == score)
                pairs[^1] = Decided(pairs[^1], table, row);
        }
    }

    private static ReportedPair Decided(ReportedPair pair, Table table, int row)
    {
        ConnectionKind found = ReportedPair.FoundBy(table.States[row]);
        return pair with
        {
            Kind = ReportedPair.KindOf(table.Truths[row], found),
            Found = found,
            Evidence = table.Evidence[row] ?? double.NaN,
            Amplitude = table.Amplitudes[row] ?? double.NaN,
            FoundAtSeconds = ReportedPair.IsConnection(found) ? table.DecidedAt[row] ?? double.NaN : double.NaN,
        };
    }

    private sealed class Table
    {
        public required int Rows { get; init; }

        public required int[] Sources { get; init; }

        public required int[] Targets { get; init; }

        public required string?[] Truths { get; init; }

        public required string?[] Scores { get; init; }

        public required double?[] P { get; init; }

        public required double?[] SignedHeights { get; init; }

        public required string?[] States { get; init; }

        public required double?[] Evidence { get; init; }

        public required double?[] Amplitudes { get; init; }

        public required double?[] DecidedAt { get; init; }

        public static async Task<Table> ReadAsync(ParquetRowGroupReader group, ParquetSchema schema, bool decides) => new()
        {
            Rows = (int)group.RowCount,
            Sources = await IndicesAsync(group, schema, "source").ConfigureAwait(false),
            Targets = await IndicesAsync(group, schema, "target").ConfigureAwait(false),
            Truths = await TextsAsync(group, schema, "truth").ConfigureAwait(false),
            Scores = await TextsAsync(group, schema, "score").ConfigureAwait(false),
            P = await FiguresAsync(group, schema, "p_reference").ConfigureAwait(false),
            SignedHeights = await FiguresAsync(group, schema, "signed_relative_height").ConfigureAwait(false),
            States = decides ? await TextsAsync(group, schema, "state").ConfigureAwait(false) : [],
            Evidence = decides ? await FiguresAsync(group, schema, "log10_evidence_max").ConfigureAwait(false) : [],
            Amplitudes = decides ? await FiguresAsync(group, schema, "amplitude").ConfigureAwait(false) : [],
            DecidedAt = decides ? await FiguresAsync(group, schema, "decided_at_s").ConfigureAwait(false) : [],
        };

        private static async Task<int[]> IndicesAsync(ParquetRowGroupReader group, ParquetSchema schema, string column)
        {
            var cells = new int[group.RowCount];
            await group.ReadAsync<int>(Field(schema, column), (Memory<int>)cells).ConfigureAwait(false);
            return cells;
        }

        private static async Task<double?[]> FiguresAsync(ParquetRowGroupReader group, ParquetSchema schema, string column)
        {
            var cells = new double?[group.RowCount];
            await group.ReadAsync<double>(Field(schema, column), (Memory<double?>)cells).ConfigureAwait(false);
            return cells;
        }

        private static async Task<string?[]> TextsAsync(ParquetRowGroupReader group, ParquetSchema schema, string column)
        {
            var cells = new string?[group.RowCount];
            await group.ReadAsync(Field(schema, column), (Memory<string?>)cells!).ConfigureAwait(false);
            return cells;
        }

        private static DataField Field(ParquetSchema schema, string column)
            => schema.DataFields.FirstOrDefault(field => field.Name == column) ?? throw new KeyNotFoundException($"no column {column}");
    }
}
