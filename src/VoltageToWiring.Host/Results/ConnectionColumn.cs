using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace VoltageToWiring.Host.Results;

/// <summary>One column of the table of connections: how its cells are read, as text and by type.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">What its cells hold.</param>
/// <param name="isNullable">Whether a cell may be empty.</param>
internal abstract class ConnectionColumn(string name, Type type, bool isNullable)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>The cell of a row, for text files.</summary>
    public abstract object? Cell(ConnectionRow row);

    /// <summary>Bytes of a cell in its place.</summary>
    public abstract int CellBytes { get; }

    /// <summary>A place for the cells of many rows.</summary>
    /// <param name="rows">How many at most.</param>
    public abstract ConnectionCells Cells(int rows);

    /// <summary>The column of a Parquet file.</summary>
    public DataField Field() => new(name, type, isNullable);
}

/// <summary>The cells of one column in a group of rows. They stay where they are until the next group takes their place.</summary>
internal abstract class ConnectionCells
{
    /// <summary>Takes the cell of a row.</summary>
    /// <param name="at">Place of the row in its group.</param>
    /// <param name="row">The row.</param>
    public abstract void Take(int at, ConnectionRow row);

    /// <summary>Writes the cells of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="field">The column.</param>
    /// <param name="rows">How many rows it has.</param>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, DataField field, int rows);
}

/// <summary>A column whose every cell holds a figure.</summary>
internal sealed class RequiredColumn<T>(string name, Func<ConnectionRow, T> cell) : ConnectionColumn(name, typeof(T), false)
    where T : struct
{
    public override object? Cell(ConnectionRow row) => cell(row);

    public override int CellBytes => Unsafe.SizeOf<T>();

    public override ConnectionCells Cells(int rows) => new RequiredCells<T>(rows, cell);
}

/// <summary>A column some of whose cells hold a figure.</summary>
internal sealed class OptionalColumn<T>(string name, Func<ConnectionRow, T?> cell) : ConnectionColumn(name, typeof(T), true)
    where T : struct
{
    public override object? Cell(ConnectionRow row) => cell(row);

    public override int CellBytes => Unsafe.SizeOf<T?>();

    public override ConnectionCells Cells(int rows) => new OptionalCells<T>(rows, cell);
}

/// <summary>A column whose every cell holds a text.</summary>
internal sealed class RequiredTextColumn(string name, Func<ConnectionRow, string> cell) : ConnectionColumn(name, typeof(string), false)
{
    public override object? Cell(ConnectionRow row) => cell(row);

    public override int CellBytes => Unsafe.SizeOf<ReadOnlyMemory<char>>();

    public override ConnectionCells Cells(int rows) => new RequiredCells<ReadOnlyMemory<char>>(rows, row => cell(row).AsMemory());
}

/// <summary>A column some of whose cells hold a text, perhaps an empty one.</summary>
internal sealed class OptionalTextColumn(string name, Func<ConnectionRow, string?> cell) : ConnectionColumn(name, typeof(string), true)
{
    public override object? Cell(ConnectionRow row) => cell(row);

    public override int CellBytes => Unsafe.SizeOf<ReadOnlyMemory<char>?>();

    public override ConnectionCells Cells(int rows)
        => new OptionalCells<ReadOnlyMemory<char>>(rows, row => Text(cell(row)));

    // A bare null would become an empty text: arrays convert to memory.
    private static ReadOnlyMemory<char>? Text(string? text) => text is null ? new ReadOnlyMemory<char>?() : text.AsMemory();
}

/// <summary>Cells that all hold something.</summary>
internal sealed class RequiredCells<T>(int rows, Func<ConnectionRow, T> cell) : ConnectionCells
    where T : struct
{
    private readonly T[] _cells = new T[rows];

    public override void Take(int at, ConnectionRow row) => _cells[at] = cell(row);

    public override Task WriteAsync(ParquetRowGroupWriter group, DataField field, int rows)
        => group.WriteAsync<T>(field, _cells.AsMemory(0, rows));
}

/// <summary>Cells some of which are empty.</summary>
internal sealed class OptionalCells<T>(int rows, Func<ConnectionRow, T?> cell) : ConnectionCells
    where T : struct
{
    private readonly T?[] _cells = new T?[rows];

    public override void Take(int at, ConnectionRow row) => _cells[at] = cell(row);

    public override Task WriteAsync(ParquetRowGroupWriter group, DataField field, int rows)
        => group.WriteAsync<T>(field, (ReadOnlyMemory<T?>)_cells.AsMemory(0, rows));
}
