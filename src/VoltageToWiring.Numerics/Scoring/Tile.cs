using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>
/// Sixteen traces side by side: one frame of them is one row, one cache line, one vector. Kernels over tiles treat every lane alike and in the
/// same order of operations on every machine, fused multiply-adds included, so that results do not depend on the width of its vectors.
/// </summary>
public static class Tile
{
    /// <summary>Traces in a tile.</summary>
    public const int Lanes = 16;

    /// <summary>Tiles that hold a number of traces.</summary>
    /// <param name="traces">The number.</param>
    public static int Count(int traces) => (traces + Lanes - 1) / Lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Row(ReadOnlySpan<float> rows, int row) => Vector512.Create(rows.Slice(row * Lanes, Lanes));

    /// <summary>Adds a row to a row of doubles.</summary>
    /// <param name="row">What is added.</param>
    /// <param name="sums">Added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Vector512<float> row, Span<double> sums)
    {
        (Vector512<double> low, Vector512<double> high) = Vector512.Widen(row);
        (low + Vector512.Create<double>(sums[..(Lanes / 2)])).CopyTo(sums);
        (high + Vector512.Create<double>(sums.Slice(Lanes / 2, Lanes / 2))).CopyTo(sums[(Lanes / 2)..]);
    }

    /// <summary>Adds the squares of a row, in double precision, to a row of doubles.</summary>
    /// <param name="row">What is squared.</param>
    /// <param name="sums">Added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSquaresTo(Vector512<float> row, Span<double> sums)
    {
        (Vector512<double> low, Vector512<double> high) = Vector512.Widen(row);
        (low * low + Vector512.Create<double>(sums[..(Lanes / 2)])).CopyTo(sums);
        (high * high + Vector512.Create<double>(sums.Slice(Lanes / 2, Lanes / 2))).CopyTo(sums[(Lanes / 2)..]);
    }
}
