using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>Solves L·Lᵀ·x = b for sixteen right sides at once, L being the factor that all targets share.</summary>
public static class TileCholesky
{
    // Rows of the factor that meet a row of the solution while it is in a register.
    private const int Block = 4;

    /// <summary>Solves in place.</summary>
    /// <param name="lower">L, order × order, row by row.</param>
    /// <param name="upper">Lᵀ, row by row.</param>
    /// <param name="order">Number of unknowns.</param>
    /// <param name="solution">Rows of b, one for each unknown; overwritten with x.</param>
    public static void Solve(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, int order, Span<double> solution)
    {
        for (int row = 0; row < order; row += Block)
        {
            int rows = Math.Min(Block, order - row);
            Subtract(lower, order, row, rows, 0, row, solution);
            for (int i = row; i < row + rows; i++)
                Finish(lower.Slice(i * order, order), i, row, i, solution);
        }
        for (int row = (order - 1) / Block * Block; row >= 0; row -= Block)
        {
            int rows = Math.Min(Block, order - row);
            Subtract(upper, order, row, rows, row + rows, order, solution);
            for (int i = row + rows - 1; i >= row; i--)
                Finish(upper.Slice(i * order, order), i, i + 1, row + rows, solution);
        }
    }

    // x_i −= Σ_j L_ij x_j over known unknowns, for a block of rows i.
    private static void Subtract(ReadOnlySpan<double> factor, int order, int row, int rows, int from, int to, Span<double> x)
    {
        if (rows < Block)
        {
            for (int i = row; i < row + rows; i++)
                SubtractRow(factor.Slice(i * order, order), i, from, to, x);
            return;
        }
        ReadOnlySpan<double> l0 = factor.Slice(row * order, order), l1 = factor.Slice((row + 1) * order, order);
        ReadOnlySpan<double> l2 = factor.Slice((row + 2) * order, order), l3 = factor.Slice((row + 3) * order, order);
        (Vector512<double> a0, Vector512<double> b0) = Load(x, row);
        (Vector512<double> a1, Vector512<double> b1) = Load(x, row + 1);
        (Vector512<double> a2, Vector512<double> b2) = Load(x, row + 2);
        (Vector512<double> a3, Vector512<double> b3) = Load(x, row + 3);
        for (int j = from; j < to; j++)
        {
            (Vector512<double> a, Vector512<double> b) = Load(x, j);
            Vector512<double> f = Vector512.Create(-l0[j]);
            a0 = Vector512.FusedMultiplyAdd(f, a, a0);
            b0 = Vector512.FusedMultiplyAdd(f, b, b0);
            f = Vector512.Create(-l1[j]);
            a1 = Vector512.FusedMultiplyAdd(f, a, a1);
            b1 = Vector512.FusedMultiplyAdd(f, b, b1);
            f = Vector512.Create(-l2[j]);
            a2 = Vector512.FusedMultiplyAdd(f, a, a2);
            b2 = Vector512.FusedMultiplyAdd(f, b, b2);
            f = Vector512.Create(-l3[j]);
            a3 = Vector512.FusedMultiplyAdd(f, a, a3);
            b3 = Vector512.FusedMultiplyAdd(f, b, b3);
        }
        Store(a0, b0, x, row);
        Store(a1, b1, x, row + 1);
        Store(a2, b2, x, row + 2);
        Store(a3, b3, x, row + 3);
    }

    private static void Finish(ReadOnlySpan<double> factor, int i, int from, int to, Span<double> x)
    {
        SubtractRow(factor, i, from, to, x);
        (Vector512<double> a, Vector512<double> b) = Load(x, i);
        Vector512<double> pivot = Vector512.Create(factor[i]);
        Store(a / pivot, b / pivot, x, i);
    }

    private static void SubtractRow(ReadOnlySpan<double> factor, int i, int from, int to, Span<double> x)
    {
        (Vector512<double> a, Vector512<double> b) = Load(x, i);
        for (int j = from; j < to; j++)
        {
            (Vector512<double> c, Vector512<double> d) = Load(x, j);
            Vector512<double> f = Vector512.Create(-factor[j]);
            a = Vector512.FusedMultiplyAdd(f, c, a);
            b = Vector512.FusedMultiplyAdd(f, d, b);
        }
        Store(a, b, x, i);
    }

    private static (Vector512<double> Low, Vector512<double> High) Load(ReadOnlySpan<double> rows, int row)
        => (Vector512.Create(rows.Slice(row * Tile.Lanes, Tile.Lanes / 2)), Vector512.Create(rows.Slice(row * Tile.Lanes + Tile.Lanes / 2, Tile.Lanes / 2)));

    private static void Store(Vector512<double> low, Vector512<double> high, Span<double> rows, int row)
    {
        low.CopyTo(rows[(row * Tile.Lanes)..]);
        high.CopyTo(rows[(row * Tile.Lanes + Tile.Lanes / 2)..]);
    }
}
