using System.Numerics;
using VoltageToWiring.Numerics.Scoring;

namespace VoltageToWiring.Inference.Scoring;

/// <summary>
/// Memory of rows that are not needed any more, for those that will be: fits come and go, and fresh memory must be cleared first. Thread-safe.
/// </summary>
internal sealed class RowPool
{
    private const int FewestRows = 64;

    private readonly Lock _lock = new();
    private readonly Stack<float[]>[] _bySize = [.. Enumerable.Range(0, 32).Select(_ => new Stack<float[]>())];

    /// <summary>Room for at least a number of rows; its content is undefined.</summary>
    public float[] Rent(int rows)
    {
        int size = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(rows, FewestRows)));
        lock (_lock)
        {
            if (_bySize[size].TryPop(out float[]? free))
                return free;
        }
        return new float[(1 << size) * Tile.Lanes];
    }

    /// <summary>Takes back what was rented.</summary>
    public void Return(float[] rows)
    {
        if (rows.Length == 0)
            return;
        lock (_lock)
            _bySize[BitOperations.Log2((uint)(rows.Length / Tile.Lanes))].Push(rows);
    }
}
