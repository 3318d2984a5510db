using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>
/// Elements of given ranks in sixteen columns at once, by bisection of their bits: as many passes as a float has bits, none of which branches
/// on the data. What <see cref="OrderStatistics"/> finds, in a tenth of the time.
/// </summary>
internal static class TileOrderStatistics
{
    /// <summary>Which columns of a row are numbers.</summary>
    /// <param name="rows">Rows; NaN where there is no number.</param>
    /// <returns>By column, how many rows have one.</returns>
    public static Vector512<int> CountValid(ReadOnlySpan<float> rows)
    {
        Vector512<int> count = default;
        for (int at = 0; at < rows.Length; at += Tile.Lanes)
        {
            Vector512<float> row = Vector512.Create(rows.Slice(at, Tile.Lanes));
            count -= Vector512.Equals(row, row).AsInt32();
        }
        return count;
    }

    /// <summary>The element of a rank in each column; NaN counts as larger than all numbers.</summary>
    /// <param name="rows">Rows, unchanged.</param>
    /// <param name="ranks">By column, 0 … rows − 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Select(ReadOnlySpan<float> rows, Vector512<int> ranks)
    {
        // The largest key that no more elements than the rank lie below: bit after bit, the highest first.
        Vector512<uint> key = default;
        for (int bit = 31; bit >= 0; bit--)
        {
            Vector512<uint> tried = key | Vector512.Create(1u << bit);
            Vector512<int> below = default;
            for (int at = 0; at < rows.Length; at += Tile.Lanes)
                below -= Vector512.LessThan(KeyOf(Vector512.Create(rows.Slice(at, Tile.Lanes))), tried).AsInt32();
            key = Vector512.ConditionalSelect(Vector512.LessThanOrEqual(below, ranks).AsUInt32(), tried, key);
        }
        return OfKey(key);
    }

    /// <summary>The median of each column's numbers; of an even number of them the mean of the middle two; NaN where there are none.</summary>
    /// <param name="rows">Rows, unchanged.</param>
    /// <param name="valid">By column, how many are numbers.</param>
    /// <param name="medians">Receives one for each column.</param>
    public static void Medians(ReadOnlySpan<float> rows, Vector512<int> valid, Span<double> medians)
    {
        Vector512<int> upper = valid >>> 1;
        Vector512<float> high = Select(rows, Vector512.Min(upper, Vector512.Create(rows.Length / Tile.Lanes - 1)));
        // The other middle is the largest below it, where there are as many.
        Vector512<int> below = default;
        Vector512<float> low = Vector512.Create(float.NegativeInfinity);
        for (int at = 0; at < rows.Length; at += Tile.Lanes)
        {
            Vector512<float> row = Vector512.Create(rows.Slice(at, Tile.Lanes));
            Vector512<float> less = Vector512.LessThan(row, high);
            below -= less.AsInt32();
            low = Vector512.ConditionalSelect(less, Vector512.MaxNative(low, row), low);
        }
        for (int lane = 0; lane < Tile.Lanes; lane++)
        {
            double other = valid[lane] % 2 == 1 || below[lane] < upper[lane] ? high[lane] : low[lane];
            medians[lane] = valid[lane] == 0 ? double.NaN : (other + high[lane]) / 2;
        }
    }

    // Ordered as the numbers are; every NaN comes last.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> KeyOf(Vector512<float> value)
    {
        Vector512<int> bits = value.AsInt32();
        Vector512<int> negative = bits >> 31;
        Vector512<uint> key = (bits ^ (negative | Vector512.Create(int.MinValue))).AsUInt32();
        return Vector512.ConditionalSelect(Vector512.Equals(value, value).AsUInt32(), key, Vector512<uint>.AllBitsSet);
    }

    private static Vector512<float> OfKey(Vector512<uint> key)
    {
        Vector512<int> bits = key.AsInt32();
        Vector512<int> negative = ~bits >> 31;
        return (bits ^ (negative | Vector512.Create(int.MinValue))).AsSingle();
    }
}
