using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>
/// The factorization A = UᵀU of a symmetric positive definite matrix, in place in its upper triangle, a panel of rows at a time: first the
/// panel, then what it takes off the rows below, which different threads may do for different rows.
/// </summary>
/// <remarks>
/// Every element is made by the same operations in the same order however its rows are shared out. A thousand trains are factorized in a tenth
/// of the time that a factorization column by column takes on one core; three thousand would otherwise keep a fit waiting for seconds.
/// </remarks>
public static class BlockedCholesky
{
    /// <summary>Rows of a panel.</summary>
    public const int PanelRows = 64;

    // Rows and vectors that are in registers at a time, and columns whose panel stays in the first cache level.
    private const int Rows = 4;
    private const int Lanes = 8;
    private const int Columns = 4 * Lanes;
    private const int CachedColumns = 64;

    /// <summary>The plain form, to read and to test against.</summary>
    /// <param name="a">Order × order, row by row; its upper triangle becomes U.</param>
    /// <param name="order">Rows and columns.</param>
    /// <returns>False where the matrix is not positive definite: then nothing of it is left.</returns>
    public static bool FactorizeScalar(Span<double> a, int order)
    {
        for (int p = 0; p < order; p++)
        {
            if (!(a[p * order + p] > 0))
                return false;
            double pivot = Math.Sqrt(a[p * order + p]);
            for (int j = p; j < order; j++)
                a[p * order + j] /= pivot;
            for (int i = p + 1; i < order; i++)
            {
                for (int j = i; j < order; j++)
                    a[i * order + j] -= a[p * order + i] * a[p * order + j];
            }
        }
        return true;
    }

    /// <summary>Makes the rows of a panel of U; what earlier panels take off them has been taken off.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="order">Rows and columns.</param>
    /// <param name="first">First row of the panel; it ends <see cref="PanelRows"/> later, or with the matrix.</param>
    /// <returns>False where the matrix is not positive definite.</returns>
    public static bool FactorizePanel(Span<double> a, int order, int first)
    {
        int end = Math.Min(order, first + PanelRows);
        for (int p = first; p < end; p++)
        {
            Span<double> row = a.Slice(p * order + p, order - p);
            if (!(row[0] > 0))
                return false;
            TensorPrimitives.Divide(row, Math.Sqrt(row[0]), row);
            for (int i = p + 1; i < end; i++)
            {
                Span<double> below = a.Slice(i * order + i, order - i);
                TensorPrimitives.FusedMultiplyAdd(row[(i - p)..], -row[i - p], below, below);
            }
        }
        return true;
    }

    /// <summary>Takes off some rows below a panel what that panel explains: A_ij −= Σ_p U_pi·U_pj for j ≥ i.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="order">Rows and columns.</param>
    /// <param name="panel">First row of the panel, which is whole.</param>
    /// <param name="from">First row to take off from, after the panel.</param>
    /// <param name="to">Row after the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(Span<double> a, int order, int panel, int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, panel + PanelRows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, order);
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, order * order);
        ref double m = ref MemoryMarshal.GetReference(a);
        for (int cached = from / Lanes * Lanes; cached < order; cached += CachedColumns)
        {
            int end = Math.Min(order, cached + CachedColumns);
            for (int row = from; row < Math.Min(to, end); row += Rows)
            {
                int column = Math.Max(cached, row / Lanes * Lanes);
                if (row + Rows <= to)
                {
                    for (; column + Columns <= end; column += Columns)
                        SubtractWide(ref m, order, panel, row, column);
                    for (; column + Lanes <= end; column += Lanes)
                        SubtractNarrow(ref m, order, panel, row, column);
                }
                for (int i = row; i < Math.Min(row + Rows, to); i++)
                    SubtractElements(ref m, order, panel, i, column, end);
            }
        }
    }

    // Elements below the diagonal come along; nobody reads them.
    private static void SubtractWide(ref double m, int order, int panel, int row, int column)
    {
        ref double c0 = ref Unsafe.Add(ref m, row * order + column);
        ref double c1 = ref Unsafe.Add(ref c0, order);
        ref double c2 = ref Unsafe.Add(ref c1, order);
        ref double c3 = ref Unsafe.Add(ref c2, order);
        Vector512<double> a0 = Vector512.LoadUnsafe(ref c0), b0 = Vector512.LoadUnsafe(ref c0, Lanes), d0 = Vector512.LoadUnsafe(ref c0, 2 * Lanes), e0 = Vector512.LoadUnsafe(ref c0, 3 * Lanes);
        Vector512<double> a1 = Vector512.LoadUnsafe(ref c1), b1 = Vector512.LoadUnsafe(ref c1, Lanes), d1 = Vector512.LoadUnsafe(ref c1, 2 * Lanes), e1 = Vector512.LoadUnsafe(ref c1, 3 * Lanes);
        Vector512<double> a2 = Vector512.LoadUnsafe(ref c2), b2 = Vector512.LoadUnsafe(ref c2, Lanes), d2 = Vector512.LoadUnsafe(ref c2, 2 * Lanes), e2 = Vector512.LoadUnsafe(ref c2, 3 * Lanes);
        Vector512<double> a3 = Vector512.LoadUnsafe(ref c3), b3 = Vector512.LoadUnsafe(ref c3, Lanes), d3 = Vector512.LoadUnsafe(ref c3, 2 * Lanes), e3 = Vector512.LoadUnsafe(ref c3, 3 * Lanes);
        ref double u = ref Unsafe.Add(ref m, panel * order);
        for (int p = 0; p < PanelRows; p++, u = ref Unsafe.Add(ref u, order))
        {
            ref double v = ref Unsafe.Add(ref u, column);
            ref double f = ref Unsafe.Add(ref u, row);
            Vector512<double> a = Vector512.LoadUnsafe(ref v), b = Vector512.LoadUnsafe(ref v, Lanes), d = Vector512.LoadUnsafe(ref v, 2 * Lanes), e = Vector512.LoadUnsafe(ref v, 3 * Lanes);
            Vector512<double> g = Vector512.Create(-f);
            a0 = Vector512.FusedMultiplyAdd(g, a, a0);
            b0 = Vector512.FusedMultiplyAdd(g, b, b0);
            d0 = Vector512.FusedMultiplyAdd(g, d, d0);
            e0 = Vector512.FusedMultiplyAdd(g, e, e0);
            g = Vector512.Create(-Unsafe.Add(ref f, 1));
            a1 = Vector512.FusedMultiplyAdd(g, a, a1);
            b1 = Vector512.FusedMultiplyAdd(g, b, b1);
            d1 = Vector512.FusedMultiplyAdd(g, d, d1);
            e1 = Vector512.FusedMultiplyAdd(g, e, e1);
            g = Vector512.Create(-Unsafe.Add(ref f, 2));
            a2 = Vector512.FusedMultiplyAdd(g, a, a2);
            b2 = Vector512.FusedMultiplyAdd(g, b, b2);
            d2 = Vector512.FusedMultiplyAdd(g, d, d2);
            e2 = Vector512.FusedMultiplyAdd(g, e, e2);
            g = Vector512.Create(-Unsafe.Add(ref f, 3));
            a3 = Vector512.FusedMultiplyAdd(g, a, a3);
            b3 = Vector512.FusedMultiplyAdd(g, b, b3);
            d3 = Vector512.FusedMultiplyAdd(g, d, d3);
            e3 = Vector512.FusedMultiplyAdd(g, e, e3);
        }
        Store(ref c0, a0, b0, d0, e0);
        Store(ref c1, a1, b1, d1, e1);
        Store(ref c2, a2, b2, d2, e2);
        Store(ref c3, a3, b3, d3, e3);
    }

    private static void Store(ref double c, Vector512<double> a, Vector512<double> b, Vector512<double> d, Vector512<double> e)
    {
        a.StoreUnsafe(ref c);
        b.StoreUnsafe(ref c, Lanes);
        d.StoreUnsafe(ref c, 2 * Lanes);
        e.StoreUnsafe(ref c, 3 * Lanes);
    }

    private static void SubtractNarrow(ref double m, int order, int panel, int row, int column)
    {
        ref double c0 = ref Unsafe.Add(ref m, row * order + column);
        ref double c1 = ref Unsafe.Add(ref c0, order);
        ref double c2 = ref Unsafe.Add(ref c1, order);
        ref double c3 = ref Unsafe.Add(ref c2, order);
        Vector512<double> a0 = Vector512.LoadUnsafe(ref c0), a1 = Vector512.LoadUnsafe(ref c1), a2 = Vector512.LoadUnsafe(ref c2), a3 = Vector512.LoadUnsafe(ref c3);
        ref double u = ref Unsafe.Add(ref m, panel * order);
        for (int p = 0; p < PanelRows; p++, u = ref Unsafe.Add(ref u, order))
        {
            Vector512<double> a = Vector512.LoadUnsafe(ref Unsafe.Add(ref u, column));
            ref double f = ref Unsafe.Add(ref u, row);
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(-f), a, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Create(-Unsafe.Add(ref f, 1)), a, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.Create(-Unsafe.Add(ref f, 2)), a, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.Create(-Unsafe.Add(ref f, 3)), a, a3);
        }
        a0.StoreUnsafe(ref c0);
        a1.StoreUnsafe(ref c1);
        a2.StoreUnsafe(ref c2);
        a3.StoreUnsafe(ref c3);
    }

    private static void SubtractElements(ref double m, int order, int panel, int row, int column, int end)
    {
        for (; column < end; column++)
        {
            double c = Unsafe.Add(ref m, row * order + column);
            for (int p = panel; p < panel + PanelRows; p++)
                c = Math.FusedMultiplyAdd(-Unsafe.Add(ref m, p * order + row), Unsafe.Add(ref m, p * order + column), c);
            Unsafe.Add(ref m, row * order + column) = c;
        }
    }
}
