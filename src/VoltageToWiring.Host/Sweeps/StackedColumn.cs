using Parquet;
using Parquet.Schema;

namespace VoltageToWiring.Host.Sweeps;

/// <summary>A column that gathers cells from several tables until they are written.</summary>
internal interface IStackedColumn
{
    /// <summary>The column as it is written.</summary>
    DataField Field { get; }

    /// <summary>Takes the cells of a group of rows.</summary>
    /// <param name="group">The rows.</param>
    /// <param name="field">The column there; null where there is none, and then its cells are empty.</param>
    /// <param name="rows">How many rows there are.</param>
    Task AddAsync(ParquetRowGroupReader group, DataField? field, int rows);

    /// <summary>Writes what was taken, and starts anew.</summary>
    /// <param name="group">Where to.</param>
    Task WriteAsync(ParquetRowGroupWriter group);
}

/// <summary>Which column stacks which type.</summary>
internal static class StackedColumn
{
    /// <summary>A column for a field.</summary>
    /// <param name="field">The field of one table.</param>
    /// <param name="isNullable">Whether some cells are empty.</param>
    public static IStackedColumn Of(DataField field, bool isNullable)
        => field.ClrType == typeof(int) ? new StackedFigures<int>(field.Name, isNullable)
            : field.ClrType == typeof(long) ? new StackedFigures<long>(field.Name, isNullable)
            : field.ClrType == typeof(double) ? new StackedFigures<double>(field.Name, isNullable)
            : field.ClrType == typeof(bool) ? new StackedFigures<bool>(field.Name, isNullable)
            : new StackedTexts(field.Name, isNullable);
}

/// <summary>A column of figures.</summary>
/// <param name="name">Its name.</param>
/// <param name="isNullable">Whether some cells are empty.</param>
internal sealed class StackedFigures<T>(string name, bool isNullable) : IStackedColumn
    where T : struct
{
    private readonly List<T?> _cells = [];

    public DataField Field { get; } = new(name, typeof(T), isNullable);

    public async Task AddAsync(ParquetRowGroupReader group, DataField? field, int rows)
    {
        var cells = new T?[rows];
        if (field is { IsNullable: true })
        {
            await group.ReadAsync<T>(field, (Memory<T?>)cells).ConfigureAwait(false);
        }
        else if (field is not null)
        {
            var full = new T[rows];
            await group.ReadAsync<T>(field, (Memory<T>)full).ConfigureAwait(false);
            cells = Array.ConvertAll(full, cell => (T?)cell);
        }
        _cells.AddRange(cells);
    }

    public async Task WriteAsync(ParquetRowGroupWriter group)
    {
        if (isNullable)
            await group.WriteAsync<T>(Field, (ReadOnlyMemory<T?>)_cells.ToArray()).ConfigureAwait(false);
        else
            await group.WriteAsync<T>(Field, _cells.Select(cell => cell!.Value).ToArray().AsMemory()).ConfigureAwait(false);
        _cells.Clear();
    }
}

/// <summary>A column of texts.</summary>
/// <param name="name">Its name.</param>
/// <param name="isNullable">Whether some cells are empty.</param>
internal sealed class StackedTexts(string name, bool isNullable) : IStackedColumn
{
    private readonly List<string?> _cells = [];

    public DataField Field { get; } = new(name, typeof(string), isNullable);

    /// <summary>Takes one text for some rows.</summary>
    public void Add(string text, int rows) => _cells.AddRange(Enumerable.Repeat(text, rows));

    public async Task AddAsync(ParquetRowGroupReader group, DataField? field, int rows)
    {
        var cells = new string?[rows];
        if (field is not null)
            await group.ReadAsync(field, (Memory<string?>)cells!).ConfigureAwait(false);
        _cells.AddRange(cells);
    }

    public async Task WriteAsync(ParquetRowGroupWriter group)
    {
        if (isNullable)
            await group.WriteAsync<ReadOnlyMemory<char>>(Field, (ReadOnlyMemory<ReadOnlyMemory<char>?>)_cells.Select(Cell).ToArray()).ConfigureAwait(false);
        else
            await group.WriteAsync<ReadOnlyMemory<char>>(Field, _cells.Select(cell => cell.AsMemory()).ToArray().AsMemory()).ConfigureAwait(false);
        _cells.Clear();
    }

    // A bare null would become an empty text: arrays convert to memory.
    private static ReadOnlyMemory<char>? Cell(string? text) => text is null ? new ReadOnlyMemory<char>?() : text.AsMemory();
}
