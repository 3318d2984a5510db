using System.Numerics;
using VoltageToWiring.Numerics.Scoring;
using VoltageToWiring.Streaming.Workers;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// Memory of rows that are not needed any more, for those that will be: fits come and go, and fresh memory must be cleared first. Each row is
/// a cache line. Thread-safe.
/// </summary>
internal sealed class RowPool
{
    private const int FewestRows = 64;

    // Where none of a size is free, up to four times as large ones serve as well as fresh memory.
    private const int SizesAbove = 4;

    private readonly Lock _lock = new();
    private readonly Slabs<float> _slabs = new(ahead: true);
    private readonly Stack<ArraySegment<float>>[] _bySize = [.. Enumerable.Range(0, 64 + SizesAbove).Select(_ => new Stack<ArraySegment<float>>())];

    /// <summary>Bytes of all rows, rented or not.</summary>
    public long Bytes => _slabs.Bytes;

    /// <summary>Room for at least a number of rows; its content is undefined.</summary>
    public ArraySegment<float> Rent(int rows)
    {
        (int size, int rowsOfSize) = SizeFor(rows);
        lock (_lock)
        {
            for (int larger = size; larger <= size + SizesAbove; larger++)
            {
                if (_bySize[larger].TryPop(out ArraySegment<float> free))
                    return free;
            }
            return _slabs.Take(checked(rowsOfSize * Tile.Lanes));
        }
    }

    /// <summary>Takes back what was rented.</summary>
    public void Return(ArraySegment<float> rows)
    {
        if (rows.Count == 0)
            return;
        lock (_lock)
            _bySize[SizeFor(rows.Count / Tile.Lanes).Size].Push(rows);
    }

    // Sizes are powers of two and what lies half way between them.
    internal static (int Size, int Rows) SizeFor(int rows)
    {
        int power = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(rows, FewestRows)));
        int between = 3 << (power - 2);
        return rows <= between && between >= FewestRows ? (2 * power - 1, between) : (2 * power, 1 << power);
    }
}
