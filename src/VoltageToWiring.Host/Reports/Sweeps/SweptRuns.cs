using System.Collections.Concurrent;
using VoltageToWiring.Host.Results;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Host.Reports.Sweeps;

/// <summary>The finished cells of a sweep, for figures: what several of them need is read once.</summary>
internal sealed class SweptRuns
{
    private readonly ConcurrentDictionary<(int Cell, string? Score), Lazy<Task<IReadOnlyList<ReportedPair>>>> _pairs = [];
    private readonly ConcurrentDictionary<int, Lazy<OneLookTimeline>> _looks = [];
    private readonly ConcurrentDictionary<int, Lazy<RunFolder>> _folders = [];
    private readonly CancellationToken _cancellation;

    /// <summary>The finished cells.</summary>
    /// <param name="results">The sweep.</param>
    /// <param name="table">Its cells.</param>
    /// <param name="cancellation">Ends all reading.</param>
    public SweptRuns(SweepResults results, RunsTable table, CancellationToken cancellation)
    {
        Results = results;
        Table = table;
        _cancellation = cancellation;
    }

    /// <summary>The sweep.</summary>
    public SweepResults Results { get; }

    /// <summary>Its cells, one or more.</summary>
    public RunsTable Table { get; }

    /// <summary>A key that varies, with those of its values that a finished cell has.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="LeftOutException">It does not vary.</exception>
    public SweptKey Key(string key) => new(key, [.. Table.Rows.Select(row => ValueOf(row, key)).Distinct()]);

    /// <summary>The value of a key in a cell.</summary>
    /// <param name="row">The cell.</param>
    /// <param name="key">The key.</param>
    public string ValueOf(RunsRow row, string key)
        => Results.Keys.Index().FirstOrDefault(known => known.Item == key) is { Item: not null } found ? row.Cell.Values[found.Index]
            : throw new LeftOutException($"The key {key} does not vary in this sweep.");

    /// <summary>The cells that have a value, in their order.</summary>
    /// <param name="key">The key; null for all cells.</param>
    /// <param name="value">The value.</param>
    public IReadOnlyList<RunsRow> With(string? key, string value)
        => key is null ? Table.Rows : [.. Table.Rows.Where(row => ValueOf(row, key) == value)];

    /// <summary>The cell that was chosen.</summary>
    /// <param name="choice">The choice.</param>
    /// <exception cref="LeftOutException">It is not there, or not finished.</exception>
    public RunsRow Find(CellChoice choice)
        => Table.Rows.FirstOrDefault(row => choice.IsOf(Results.Keys, row.Cell.Values))
            ?? throw new LeftOutException($"There is no finished cell with {choice}.");

    /// <summary>The values of a cell in words, but for keys that have one value in all finished cells.</summary>
    /// <param name="row">The cell.</param>
    public string Describe(RunsRow row) => Describe(row, Table.Rows);

    /// <summary>What tells a cell from others, in words; of one alone all of its values.</summary>
    /// <param name="row">The cell.</param>
    /// <param name="among">It and the others.</param>
    public string Describe(RunsRow row, IReadOnlyList<RunsRow> among)
    {
        bool Tells(string key) => among.Count == 1 || among.Select(other => ValueOf(other, key)).Distinct().Count() > 1;
        return string.Join(", ", Results.Keys.Where(Tells).Select(key => new SweptKey(key, []).Titled(ValueOf(row, key))));
    }

    /// <summary>The folder of a cell.</summary>
    /// <param name="row">The cell.</param>
    /// <exception cref="PipelineFiles.PipelineException">Something in it is missing or damaged.</exception>
    public RunFolder FolderOf(RunsRow row)
        => _folders.GetOrAdd(row.Cell.Number, _ => new Lazy<RunFolder>(() => RunFolder.OpenCell(row.Cell.Folder!))).Value;

    /// <summary>The pairs of a cell.</summary>
    /// <param name="row">The cell.</param>
    /// <param name="score">By which score they were found; null where that does not matter.</param>
    /// <exception cref="Files.FileFormatException">They cannot be read.</exception>
    public Task<IReadOnlyList<ReportedPair>> PairsAsync(RunsRow row, string? score)
    {
        _cancellation.ThrowIfCancellationRequested();
        return _pairs.GetOrAdd((row.Cell.Number, score), _ => new(() => ParquetPairs.ReadAsync(File(row, ConnectionsParquet.FileName), score))).Value;
    }

    /// <summary>What one look would have said at every report of a cell.</summary>
    /// <param name="row">The cell.</param>
    /// <exception cref="LeftOutException">The timeline was not kept.</exception>
    public OneLookTimeline LooksOf(RunsRow row)
    {
        _cancellation.ThrowIfCancellationRequested();
        return _looks.GetOrAdd(row.Cell.Number, _ => new(() => OneLookTimeline.Read(File(row, "timeline.csv")))).Value;
    }

    private static string File(RunsRow row, string name) => Path.Combine(row.Cell.Folder!, name);
}
