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

    /// <summary>The median; of an even number of samples the mean of the middle two.</summary>
    /// <param name="samples">Finite samples, at least one; reordered.</param>
    public static double MedianInPlace(Span<float> samples)
    {
        int upper = samples.Length / 2;
        float high = Select(samples, upper);
        if (samples.Length % 2 == 1)
            return high;
        // After the selection the lower half lies below; its largest is the other middle.
        float low = float.NegativeInfinity;
        foreach (float sample in samples[..upper])
            low = Math.Max(low, sample);
        return ((double)low + high) / 2;
    }

    // Hoare's selection with the median of three as pivot: the element of a rank, smaller ones before it, larger ones after it.
    private static float Select(Span<float> x, int rank)
    {
        int from = 0, to = x.Length - 1;
        while (from < to)
        {
            float pivot = MedianOfThree(x[from], x[(from + to) / 2], x[to]);
            int i = from, j = to;
            while (i <= j)
            {
                while (x[i] < pivot)
                    i++;
                while (x[j] > pivot)
                    j--;
                if (i <= j)
                {
                    (x[i], x[j]) = (x[j], x[i]);
                    i++;
                    j--;
                }
            }
            if (rank <= j)
                to = j;
            else if (rank >= i)
                from = i;
            else
                break;
        }
        return x[rank];
    }

    private static float MedianOfThree(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
