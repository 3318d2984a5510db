using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>The autocovariance of sixteen traces at once: <see cref="YuleWalker.Autocovariance"/> of each.</summary>
public static class TileAutocovariance
{
    // Lags that are summed at a time, and rows whose products are summed in single precision before they go into double.
    private const int Lags = 8;
    private const int Block = 256;

    /// <summary>Measures traces about their own means.</summary>
    /// <param name="rows">Rows, finite, at least one.</param>
    /// <param name="scratch">Room for as many rows and one for each lag.</param>
    /// <param name="autocovariance">Receives a row for each lag 0, 1, …; squared unit of the traces.</param>
    public static void Of(ReadOnlySpan<float> rows, Span<float> scratch, Span<double> autocovariance)
    {
        int count = rows.Length / Tile.Lanes;
        int lags = autocovariance.Length / Tile.Lanes;
        // Zeros before the first row stand for the products that a lag does not have.
        int before = (lags + Lags - 1) / Lags * Lags;
        Span<float> centred = scratch[..((before + count) * Tile.Lanes)];
        centred[..(before * Tile.Lanes)].Clear();
        Centre(rows, centred[(before * Tile.Lanes)..]);
        autocovariance.Clear();
        Span<double> sums = stackalloc double[Lags * Tile.Lanes];
        for (int lag = 0; lag < lags; lag += Lags)
        {
            sums.Clear();
            for (int from = 0; from < count; from += Block)
                AddProducts(centred, before + from, Math.Min(Block, count - from), lag, sums);
            for (int at = 0; at < Math.Min(Lags, lags - lag) * Tile.Lanes; at++)
                autocovariance[lag * Tile.Lanes + at] = sums[at] / count;
        }
    }

    private static void Centre(ReadOnlySpan<float> rows, Span<float> centred)
    {
        Vector512<double> low = default, high = default;
        for (int at = 0; at < rows.Length; at += Tile.Lanes)
        {
            (Vector512<double> a, Vector512<double> b) = Vector512.Widen(Vector512.Create(rows.Slice(at, Tile.Lanes)));
            low += a;
            high += b;
        }
        double count = (double)rows.Length / Tile.Lanes;
        Vector512<float> mean = Vector512.Narrow(low / count, high / count);
        for (int at = 0; at < rows.Length; at += Tile.Lanes)
            (Vector512.Create(rows.Slice(at, Tile.Lanes)) - mean).CopyTo(centred[at..]);
    }

    private static void AddProducts(ReadOnlySpan<float> centred, int first, int count, int lag, Span<double> sums)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int row = first; row < first + count; row++)
        {
            Vector512<float> x = Tile.Row(centred, row);
            ReadOnlySpan<float> past = centred.Slice((row - lag - Lags + 1) * Tile.Lanes, Lags * Tile.Lanes);
            s0 = Vector512.FusedMultiplyAdd(Tile.Row(past, 7), x, s0);
            s1 = Vector512.FusedMultiplyAdd(Tile.Row(past, 6), x, s1);
            s2 = Vector512.FusedMultiplyAdd(Tile.Row(past, 5), x, s2);
            s3 = Vector512.FusedMultiplyAdd(Tile.Row(past, 4), x, s3);
            s4 = Vector512.FusedMultiplyAdd(Tile.Row(past, 3), x, s4);
            s5 = Vector512.FusedMultiplyAdd(Tile.Row(past, 2), x, s5);
            s6 = Vector512.FusedMultiplyAdd(Tile.Row(past, 1), x, s6);
            s7 = Vector512.FusedMultiplyAdd(Tile.Row(past, 0), x, s7);
        }
        Tile.AddTo(s0, sums);
        Tile.AddTo(s1, sums[Tile.Lanes..]);
        Tile.AddTo(s2, sums[(2 * Tile.Lanes)..]);
        Tile.AddTo(s3, sums[(3 * Tile.Lanes)..]);
        Tile.AddTo(s4, sums[(4 * Tile.Lanes)..]);
        Tile.AddTo(s5, sums[(5 * Tile.Lanes)..]);
        Tile.AddTo(s6, sums[(6 * Tile.Lanes)..]);
        Tile.AddTo(s7, sums[(7 * Tile.Lanes)..]);
    }
}
