using System.Runtime.Intrinsics;

namespace VoltageToWiring.Numerics.Scoring;

/// <summary>Centre and spread of samples that outliers, such as output spikes, do not move.</summary>
/// <param name="Median">The median m.</param>
/// <param name="Spread">s = 1.4826·MAD, the standard deviation where samples are normal.</param>
public readonly record struct RobustLocation(double Median, double Spread)
{
    // 1/Φ⁻¹(3/4): makes the median absolute deviation of a normal its standard deviation.
    private const double NormalConsistency = 1.4826;

    /// <summary>Measures some samples.</summary>
    /// <param name="samples">Finite samples, at least one; reordered and overwritten.</param>
    /// <remarks>Two selections, O(n).</remarks>
    public static RobustLocation Of(Span<float> samples)
    {
        if (samples.IsEmpty)
            throw new ArgumentException("The median of no samples is not defined.", nameof(samples));
        double median = MedianInPlace(samples);
        foreach (ref float sample in samples)
            sample = Math.Abs(sample - (float)median);
        return new RobustLocation(median, NormalConsistency * MedianInPlace(samples));
    }

    /// <summary>The same for sixteen columns at once.</summary>
    /// <param name="rows">Rows, at least one; NaN where there is no sample; overwritten.</param>
    /// <param name="locations">Receives one for each column; NaN where there are no samples.</param>
    /// <param name="valid">Receives the number of samples of each column.</param>
    public static void OfTile(Span<float> rows, Span<RobustLocation> locations, Span<int> valid)
    {
        Span<double> medians = stackalloc double[Tile.Lanes], deviations = stackalloc double[Tile.Lanes];
        Span<float> middle = stackalloc float[Tile.Lanes];
        Vector512<int> counts = TileOrderStatistics.CountValid(rows);
        counts.CopyTo(valid);
        TileOrderStatistics.Medians(rows, counts, medians);
        for (int lane = 0; lane < Tile.Lanes; lane++)
            middle[lane] = (float)medians[lane];
        Vector512<float> m = Vector512.Create<float>(middle);
        for (int at = 0; at < rows.Length; at += Tile.Lanes)
            Vector512.Abs(Vector512.Create<float>(rows.Slice(at, Tile.Lanes)) - m).CopyTo(rows[at..]);
        TileOrderStatistics.Medians(rows, counts, deviations);
        for (int lane = 0; lane < Tile.Lanes; lane++)
            locations[lane] = new RobustLocation(medians[lane], NormalConsistency * deviations[lane]);
    }

    /// <summary>The median; of an even number of samples the mean of the middle two.</summary>
    /// <param name="samples">Finite samples, at least one; reordered.</param>
    public static double MedianInPlace(Span<float> samples)
    {
        int upper = samples.Length / 2;
        float high = OrderStatistics.Select(samples, upper);
        if (samples.Length % 2 == 1)
            return high;
        // After the selection the lower half lies below; its largest is the other middle.
        float low = float.NegativeInfinity;
        foreach (float sample in samples[..upper])
            low = Math.Max(low, sample);
        return ((double)low + high) / 2;
    }
}
